package cli

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"yichuang/determination"
)

// instruments are what /metrics shows. They carry routes and statuses, never
// addresses or anything about persons.
type instruments struct {
	registry       *prometheus.Registry
	requests       *prometheus.HistogramVec
	determinations *prometheus.CounterVec
}

func newInstruments() *instruments {
	w := &instruments{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "yichuang_http_request_seconds", Help: "Time to answer requests by route and status.",
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3},
		}, []string{"route", "status"}),
		determinations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yichuang_determinations_total", Help: "Determinations made, by verdict.",
		}, []string{"verdict"}),
	}
	w.registry.MustRegister(w.requests, w.determinations, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return w
}

func (w *instruments) handler() http.Handler {
	return promhttp.HandlerFor(w.registry, promhttp.HandlerOpts{})
}

func (w *instruments) determined(d *determination.Determination) {
	w.determinations.WithLabelValues(string(d.Verdict)).Inc()
}

// count measures every request. The route is the pattern that answered, so that
// the number of series does not grow with what people type.
func (w *instruments) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer := &statusRecorder{ResponseWriter: rw, status: http.StatusOK}
		timer := prometheus.NewTimer(prometheus.ObserverFunc(func(seconds float64) {
			w.requests.WithLabelValues(r.Pattern, strconv.Itoa(answer.status)).Observe(seconds)
		}))
		next.ServeHTTP(answer, r)
		timer.ObserveDuration()
	})
}

// statusRecorder remembers the status of an answer.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (s *statusRecorder) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusRecorder) Unwrap() http.ResponseWriter { return s.ResponseWriter }
