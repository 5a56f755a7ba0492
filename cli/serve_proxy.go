package cli

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"yichuang/fault"
)

// proxies are the addresses of reverse proxies whose word about the visitor's
// address is taken. Without any, a header that anybody can write changes nothing.
type proxies []netip.Prefix

// readProxies reads addresses and networks, separated by commas.
func readProxies(list string) (proxies, error) {
	var all proxies
	for text := range strings.SplitSeq(list, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if address, err := netip.ParseAddr(text); err == nil {
			all = append(all, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fault.At("--proxy", "%q is no address or network (write 127.0.0.1 or 10.0.0.0/8)", text)
		}
		all = append(all, network)
	}
	return all, nil
}

// holds reports whether an address is one of the proxies.
func (p proxies) holds(address string) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, network := range p {
		if network.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// behind gives the handler requests with the address of the visitor in place of
// the proxy's: the last one in X-Forwarded-For that is no proxy itself.
func (p proxies) behind(next http.Handler) http.Handler {
	if len(p) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, port, err := net.SplitHostPort(r.RemoteAddr); err == nil && p.holds(host) {
			hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
			for i := len(hops) - 1; i >= 0; i-- {
				hop := strings.TrimSpace(hops[i])
				if _, err := netip.ParseAddr(hop); err != nil {
					break
				}
				if host = hop; !p.holds(hop) {
					break
				}
			}
			seen := *r
			seen.RemoteAddr = net.JoinHostPort(host, port)
			r = &seen
		}
		next.ServeHTTP(w, r)
	})
}
