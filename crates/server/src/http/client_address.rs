//! Where a request really comes from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use triport_app::AppError;

use super::error::Result;
use super::site::Settings;

/// The address from which a request comes.
pub(super) fn of_request(parts: &Parts, settings: &Settings) -> Result<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.ok_or_else(|| AppError::internal("a request without a peer"))?.0;
    Ok(client_address(&parts.headers, peer, &settings.trusted_proxies))
}

/// The caller's address: the peer's, or what trusted proxies say. Read from the right, the first
/// address of `X-Forwarded-For` that is no trusted proxy is the one nobody could forge.
fn client_address(headers: &HeaderMap, peer: SocketAddr, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let peer = peer.ip().to_canonical();
    if !is_trusted(peer) {
        return peer;
    }
    let hops = headers.get_all("x-forwarded-for").iter().rev();
    let mut last = peer;
    for hop in hops.flat_map(|value| value.to_str().unwrap_or_default().rsplit(',')) {
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            return last;
        };
        last = address.to_canonical();
        if !is_trusted(last) {
            return last;
        }
    }
    last
}

/// The network that counts as one caller in limits: /24 of IPv4, /56 of IPv6, which is what one
/// household or office gets.
pub(super) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let prefix = Ipv6Addr::from_bits(address.to_bits() & !(u128::MAX >> 56));
            format!("{prefix}/56")
        }
    }
}

/// Whether an address is of this machine or of a private network: the whole world may come from it,
/// by way of a proxy that nobody told us of.
pub(super) fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        client_address(&headers, SocketAddr::new(peer.parse().unwrap(), 1), &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(found("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(found("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(found("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.2.2.2"]), "203.0.113.9");
        assert_eq!(found("10.0.0.1", &["1.1.1.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(found("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(found("::ffff:10.0.0.1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(found("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn local_addresses_are_those_that_anybody_may_come_from() {
        for local in ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.1.1"] {
            assert!(is_local(local.parse().unwrap()), "{local}");
        }
        for local in ["::1", "fd00::1", "fe80::1"] {
            assert!(is_local(local.parse().unwrap()), "{local}");
        }
        for public in ["192.0.2.7", "172.32.0.1", "100.64.0.1", "2001:db8::1", "::"] {
            assert!(!is_local(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn one_household_is_one_network() {
        assert_eq!(network("203.0.113.77".parse().unwrap()), "203.0.113.0/24");
        assert_eq!(
            network("2001:db8:1234:56ff::9".parse().unwrap()),
            network("2001:db8:1234:5600::1".parse().unwrap())
        );
    }
}
