//! Texts as HTML: descriptions, JSON and shell commands, coloured without any script.

use std::fmt::Write;

use super::example::Node;

/// A text without a meaning to HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// A description as handlers write it: what stands between backticks is code, an empty line begins
/// a paragraph.
pub(super) fn prose(text: &str) -> String {
    let paragraph = |text: &str| {
        let parts = text.split('`').enumerate();
        let html: String = parts
            .map(|(index, part)| if index % 2 == 1 { code(part) } else { escape(part) })
            .collect();
        format!("<p>{html}</p>")
    };
    text.split("\n\n").filter(|text| !text.trim().is_empty()).map(paragraph).collect()
}

/// The words of a description before its first full stop, without one.
pub(super) fn title(text: &str) -> String {
    let first = prose(text.trim_end_matches('.'));
    first.trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
}

/// A value as coloured JSON.
pub(super) fn json(node: &Node) -> String {
    let mut html = String::new();
    write_json(node, 0, &mut html);
    html
}

fn write_json(node: &Node, depth: usize, html: &mut String) {
    let (open, close, inner): (_, _, Vec<(Option<&str>, &Node)>) = match node {
        Node::Leaf(value) => {
            let class = if value.is_string() { "s" } else { "n" };
            return span(class, &value.to_string(), html);
        }
        Node::Object(members) => {
            ('{', '}', members.iter().map(|(name, node)| (Some(name.as_str()), node)).collect())
        }
        Node::Array(items) => ('[', ']', items.iter().map(|node| (None, node)).collect()),
    };
    html.push(open);
    for (index, (name, node)) in inner.iter().enumerate() {
        html.push_str(if index == 0 { "\n" } else { ",\n" });
        html.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            span("k", &format!("\"{name}\""), html);
            html.push_str(": ");
        }
        write_json(node, depth + 1, html);
    }
    html.push('\n');
    html.push_str(&"  ".repeat(depth));
    html.push(close);
}

/// Commands, or a few lines of JavaScript, with their comments, strings and options coloured.
pub(super) fn source(text: &str) -> String {
    let mut html = String::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            html.push('\n');
        }
        write_line(line, &mut html);
    }
    html
}

fn write_line(mut rest: &str, html: &mut String) {
    while let Some(first) = rest.chars().next() {
        let (class, length) = match first {
            '\'' | '"' => {
                let inner = rest.get(1..).unwrap_or_default();
                ("s", inner.find(first).map_or(rest.len(), |end| end + 2))
            }
            ' ' => ("", rest.find(|c| c != ' ').unwrap_or(rest.len())),
            _ if rest.starts_with("# ") || rest.starts_with("// ") => ("c", rest.len()),
            _ => {
                let length = rest.find([' ', '\'', '"']).unwrap_or(rest.len());
                let class = match rest.get(..length) {
                    Some("curl") => "f",
                    Some(word) if word.starts_with('-') => "o",
                    _ => "",
                };
                (class, length)
            }
        };
        let (word, after) = rest.split_at(length);
        let class = if class == "s" && after.starts_with(':') { "k" } else { class };
        span(class, word, html);
        rest = after;
    }
}

fn span(class: &str, text: &str, html: &mut String) {
    let text = escape(text);
    // Writing to a String cannot fail.
    let _ = match class {
        "" => write!(html, "{text}"),
        _ => write!(html, "<span class=\"{class}\">{text}</span>"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_become_paragraphs_and_nothing_in_them_becomes_a_tag() {
        assert_eq!(prose("a `b<c` d.\n\ne"), "<p>a <code>b&lt;c</code> d.</p><p>e</p>");
    }

    #[test]
    fn strings_and_options_of_a_command_are_coloured() {
        assert_eq!(
            source("curl -b 'a b' x\n# c"),
            "<span class=\"f\">curl</span> <span class=\"o\">-b</span> \
             <span class=\"s\">'a b'</span> x\n<span class=\"c\"># c</span>"
        );
    }

    #[test]
    fn json_keeps_its_order_and_is_indented() {
        let node = Node::Object(vec![
            ("b".to_owned(), Node::Leaf("x<".into())),
            ("a".to_owned(), Node::Array(vec![Node::Leaf(1.into())])),
        ]);
        let plain: String =
            json(&node).split('<').map(|part| part.split_once('>').map_or(part, |p| p.1)).collect();
        assert_eq!(
            plain,
            "{\n  &quot;b&quot;: &quot;x&lt;&quot;,\n  &quot;a&quot;: [\n    1\n  ]\n}"
        );
    }
}
