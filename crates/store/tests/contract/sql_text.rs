//! SQL as a list of words, for comparing and checking texts without a parser.

/// The words, strings, parameters and signs of a text, in lower case outside of strings, without
/// comments.
pub(crate) fn words(text: &str) -> Vec<String> {
    let code = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    let code = code.collect::<Vec<_>>().join("\n");
    let mut words = Vec::new();
    let mut rest = code.as_str();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_whitespace() => {
                rest = rest.trim_start();
                continue;
            }
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push(if first == '\'' { word.to_owned() } else { word.to_ascii_lowercase() });
        rest = after;
    }
    words
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$')
}

/// What a definition says, however a database spells it: PostgreSQL answers `IN` as `= ANY (ARRAY
/// […])` and adds casts, brackets, the schema and the kind of index.
pub(crate) fn normalised(definition: &str) -> String {
    let words = words(definition);
    let mut kept: Vec<&str> = Vec::new();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        index += 1;
        match word.as_str() {
            // A cast is two colons and a type.
            ":" => index += 2,
            "using" => index += 1,
            "(" | ")" | "[" | "]" | "," | ";" | "=" | "any" | "array" | "in" => {}
            word => kept.push(word.strip_prefix("public.").unwrap_or(word)),
        }
    }
    kept.join(" ")
}

/// The pieces between the commas that stand outside of brackets.
pub(crate) fn pieces(words: &[String]) -> Vec<&[String]> {
    let mut depth = 0;
    words
        .split(|word| {
            match word.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            word == "," && depth == 0
        })
        .collect()
}

#[test]
fn both_spellings_of_a_definition_are_the_same() {
    for (sqlite, postgres) in [
        (
            "CHECK (kind IN ('uid', 'custom'))",
            "CHECK ((kind = ANY (ARRAY['uid'::text, 'custom'::text])))",
        ),
        ("CHECK (tier > 0)", "CHECK ((tier > 0))"),
        (
            "CREATE UNIQUE INDEX one ON codes (user_id) -- one each\n WHERE kind = 'uid'",
            "CREATE UNIQUE INDEX one ON public.codes USING btree (user_id) WHERE (kind = 'uid'::text)",
        ),
        ("FOREIGN KEY (a) REFERENCES b (c)", "FOREIGN KEY (a) REFERENCES b(c)"),
    ] {
        assert_eq!(normalised(sqlite), normalised(postgres));
    }
    assert_ne!(normalised("CHECK (kind IN ('uid'))"), normalised("CHECK (kind IN ('UID'))"));
}
