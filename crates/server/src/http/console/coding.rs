//! The forms in which a file can travel (RFC 9110, 12.5.3).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// A way to make a file smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The better one first.
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// As headers name it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What the name of a file in this form ends with.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// Whether the sender of a request takes this form. One that it does not name is not sent.
    pub(super) fn is_accepted(self, request: &HeaderMap) -> bool {
        let values = request.get_all(ACCEPT_ENCODING).iter();
        let texts = values.filter_map(|value| value.to_str().ok());
        texts.flat_map(|text| text.split(',')).any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            name.eq_ignore_ascii_case(self.as_str()) && !parts.any(is_zero)
        })
    }
}

/// Whether a parameter is a weight of nothing: `q=0`, `q=0.000`.
fn is_zero(parameter: &str) -> bool {
    let weight = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="));
    weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_sent_to_those_who_name_it() {
        let takes = |text: &'static str| {
            let request = HeaderMap::from_iter([(ACCEPT_ENCODING, text.parse().unwrap())]);
            Coding::ALL.map(|coding| coding.is_accepted(&request))
        };
        for (text, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip", false, true),
            ("BR;q=0.5 , GZIP;q=1", true, true),
            ("br;q=0, gzip;q=0.001", false, true),
            ("gzip;q=0.000", false, false),
            ("", false, false),
            ("*", false, false),
            ("brotli, xgzip", false, false),
        ] {
            assert_eq!(takes(text), [brotli, gzip], "{text}");
        }
    }
}
