package linkcheck

import (
	"errors"
	"net"
	"net/netip"
	"syscall"
)

var errPrivate = errors.New("an address of a network that is not public")

// closed are networks that are not the public internet, besides those that net/netip knows: carriers' own, benchmarks,
// documentation, and those in which an IPv4 address is written as one of IPv6.
var closed = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "2002::/16")

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// publicOnly refuses to connect to what is not public. It is asked about the address that is about to be dialled, so that
// neither a name that leads inside nor a redirect gets past it.
func publicOnly(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return errPrivate
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !public(ip.Unmap()) {
		return errPrivate
	}
	return nil
}

func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, network := range closed {
		if network.Contains(ip.WithZone("")) {
			return false
		}
	}
	return true
}
