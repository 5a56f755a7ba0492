package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"yichuang/api"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/web"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	law       lawFlags
	data      dataFlags
	mail      mailFlags
	address   string
	public    string
	demo      bool
	plainHTTP bool
	proxy     string
	place     string

	clock func() time.Time // of the demo, where a test lets the story go on later
}

func (e *env) serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "serve the web portal and the API",
		Long: "serve answers self-checks and shows the policies. With --data it is the whole window: accounts, cases,\n" +
			"letters and permits, in an installation that yichuang init made. With --demo it makes an installation of\n" +
			"its own for as long as it runs, with invented people.",
		Example: "  yichuang serve --demo\n" +
			"  yichuang serve --data /var/lib/yichuang --public-url https://window.example.org",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := e.settle(c.Flags()); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return e.serve(ctx, f)
		},
	}
	f.add(c.Flags())
	return c
}

// add adds the settings of a server; doctor shows the same.
func (f *serveFlags) add(flags *pflag.FlagSet) {
	f.law.add(flags)
	f.data.add(flags)
	f.mail.add(flags)
	flags.StringVar(&f.address, "addr", ":8080", "address to listen on, host:port; port 0 takes a free one")
	flags.StringVar(&f.place, "place", "", "code of the place that the window serves, until a person chooses another")
	flags.StringVar(&f.public, "public-url", "", "address of the pages from outside, such as https://window.example.org, for links in messages")
	flags.StringVar(&f.proxy, "proxy", "", "addresses or networks of reverse proxies, separated by commas, whose X-Forwarded-For is believed")
	flags.BoolVar(&f.plainHTTP, "plain-http", false, "let sessions travel without TLS: for trying out on this machine only")
	flags.BoolVar(&f.demo, "demo", false, "show invented persons at a fixed time, 27 April 2026 09:00 Beijing time")
}

// demoTime is when the demo story begins, as every page of the demo says.
var demoTime = time.Date(2026, time.April, 27, 9, 0, 0, 0, civil.Beijing)

func demoNow() time.Time { return demoTime }

// demoClock is the clock of the demo.
func (e *env) demoClock() func() time.Time {
	if e.demoNow != nil {
		return e.demoNow
	}
	return demoNow
}

// Limits of a connection. A page is a few kilobytes, so whoever is slower than
// this holds a connection for nothing.
const (
	headerTimeout  = 5 * time.Second
	requestTimeout = 30 * time.Second
	idleTimeout    = 2 * time.Minute
	largestHeader  = 32 << 10 // bytes; the answers' cookie has 4 KiB
	shutdownGrace  = 10 * time.Second
)

// serve runs until ctx ends, then lets open requests finish.
func (e *env) serve(ctx context.Context, f serveFlags) error {
	p, err := f.product()
	if err != nil {
		return err
	}
	c, err := e.casework(ctx, p, f)
	if err != nil {
		return err
	}
	defer c.end()
	handler, err := e.portal(p, f, c)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (choose another with --addr)", f.address, err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout,
		WriteTimeout: requestTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: largestHeader,
	}
	c.start(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	fmt.Fprintf(e.stdout, "listening on %s\n", addressOf(listener))
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("end open requests: %w", err)
	}
	return nil
}

// product is the law that the server serves by, with what the demo adds to it.
func (f serveFlags) product() (*product, error) {
	p, err := f.law.read()
	if err != nil || !f.demo {
		return p, err
	}
	p.Calendars, err = demoCalendars(p.Calendars)
	return p, err
}

// portal puts pages, API and probes together.
func (e *env) portal(p *product, f serveFlags, c *casework) (http.Handler, error) {
	home := facts.PlaceCode(f.place)
	if _, ok := p.Places.Lookup(home); !ok && home != "" {
		return nil, fault.At("--place", "unknown place %q (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)", f.place)
	}
	known, err := readProxies(f.proxy)
	if err != nil {
		return nil, err
	}
	now := e.now
	if f.demo && f.clock == nil {
		now = e.demoClock()
	} else if f.demo {
		now = f.clock
	}
	watch := newInstruments()
	law := &law{watch: watch, now: func() *determination.Engine { return p.engine }, today: func() civil.Date { return civil.DateOf(now()) }}
	if c.window != nil {
		law.now = func() *determination.Engine { return c.window.Law().Engine }
	}
	pages, err := web.New(web.Config{
		Engine: law, Vocabulary: law.vocabulary(), Places: p.Places, Calendars: p.Calendars,
		Matters: p.matters, Papers: p.papers,
		Now: now, Demo: f.demo, HomePlace: home, Log: e.log(),
		Window: c.window, Sessions: c.sessions, People: c.people, Scenes: c.scenes, PlainHTTP: f.plainHTTP || f.demo,
	})
	if err != nil {
		return nil, err
	}
	programs, err := api.New(api.Config{
		Engine: law, Vocabulary: law.vocabulary(), Places: p.Places, Now: now, Example: law.example(), Window: c.window,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle("/api/", programs)
	mux.Handle("GET /openapi.json", programs)
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", c.ready) // packs and places are read before the address is open
	mux.Handle("GET /metrics", watch.handler())
	return known.behind(watch.count(mux)), nil
}

func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintln(w, "ok") // a probe that has gone away needs no answer
}

// addressOf is how a browser on this machine reaches the listener.
func addressOf(listener net.Listener) string {
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
