//! Tokens and fields, in pieces of any size.

use super::*;
use proptest::prelude::*;
use std::io::Read;

/// A source that gives so many bytes at a time.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(to.len()).min(self.0.len());
        to[..size].copy_from_slice(&self.0[..size]);
        self.0 = &self.0[size..];
        Ok(size)
    }
}

/// The tokens of `json`, as text, and the error that ends them; `step` bytes come at a time.
fn tokens(json: &[u8], step: usize) -> (Vec<String>, Option<String>) {
    let mut source = Drops(json, step);
    let mut json = Json::new(Stream::new(Vec::new(), Some(&mut source)));
    let mut seen = Vec::new();
    loop {
        match json.next() {
            Ok(Token::Done) => return (seen, None),
            Err(error) => return (seen, Some(error.to_string())),
            Ok(Token::Key(key)) => seen.push(format!("{}:", json.text(&key))),
            Ok(Token::String(text)) => seen.push(format!("{:?}", json.text(&text))),
            Ok(Token::Number(number)) => {
                seen.push(String::from_utf8(json.bytes(&number).to_vec()).unwrap());
            }
            Ok(token) => seen.push(format!("{token:?}")),
        }
    }
}

#[test]
fn tokens_come_in_order_and_damage_is_told() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, Option<&str>)] = &[
        (r#"{"a":1,"b":[true,null,"x\"y"]}"#, r#"Object a: 1 b: Array Bool(true) Null "x\"y" End End"#, None),
        (" [ ] ",                    "Array End",               None),
        ("-1.5e3",                   "-1.5e3",                  None),
        (r#""\u00e9\\""#,           r#""é\\""#,               None),
        (r#"["\\",1]"#,              r#"Array "\\" 1 End"#,     None),
        (r#"["\ud83d"]"#,            "Array \"\u{fffd}\u{fffd}\u{fffd}\" End", None),
        ("",                         "",                        Some("the JSON breaks off at byte 0")),
        ("[1,",                      "Array 1",                 Some("the JSON breaks off at byte 3")),
        (r#"{"a"#,                   "Object",                  Some("the JSON breaks off at byte 1")),
        ("[1 2]",                    "Array 1",                 Some("a comma or the end is missing at byte 3")),
        ("[1}",                      "Array 1",                 Some("a comma or the end is missing at byte 2")),
        ("{1:2}",                    "Object",                  Some("a key is missing at byte 1")),
        (r#"{"a" 2}"#,               "Object",                  Some("a colon is missing at byte 5")),
        ("[nul]",                    "Array",                   Some("a word that is no value at byte 1")),
        (r#"["\x"]"#,               "Array",                   Some("an escape that is none at byte 1")),
        (r#"["\u12g4"]"#,           "Array",                   Some("an escape that is none at byte 1")),
        ("[01]",                     "Array",                   Some("a number that is none at byte 1")),
        ("[-]",                      "Array",                   Some("a number that is none at byte 1")),
        ("[,]",                      "Array",                   Some("a value is missing at byte 1")),
        ("[] []",                    "Array End",               Some("something stands behind the JSON at byte 3")),
        ("]",                        "",                        Some("a value is missing at byte 0")),
    ];
    for (json, expected, error) in cases {
        for step in [1, 2, 1000] {
            let (seen, found) = tokens(json.as_bytes(), step);
            assert_eq!(seen.join(" "), *expected, "{json} by {step}");
            // How far the bytes have come when it is found depends on the step.
            assert_eq!(found.is_some(), error.is_some(), "{json} by {step}");
            if step == 1000 {
                assert_eq!(found.as_deref(), *error, "{json}");
            }
        }
    }
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[a\\\\\"\n é😀]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec(("[a-c\"\\\\]{0,3}", inner), 0..4)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn slowly(value: &serde_json::Value, seen: &mut Vec<String>) {
    match value {
        serde_json::Value::Null => seen.push("Null".into()),
        serde_json::Value::Bool(value) => seen.push(format!("Bool({value})")),
        serde_json::Value::Number(number) => seen.push(number.to_string()),
        serde_json::Value::String(text) => seen.push(format!("{text:?}")),
        serde_json::Value::Array(list) => {
            seen.push("Array".into());
            for value in list {
                slowly(value, seen);
            }
            seen.push("End".into());
        }
        serde_json::Value::Object(map) => {
            seen.push("Object".into());
            for (key, value) in map {
                seen.push(format!("{key}:"));
                slowly(value, seen);
            }
            seen.push("End".into());
        }
    }
}

proptest! {
    /// Fields are what the tokens are, whichever are wanted and however they come.
    #[test]
    fn fields_are_those_that_are_wanted(
        fields in prop::collection::vec(("[a-d]|a\\\\u0062", value()), 0..8),
        step in 1_usize..40,
        space in prop::sample::select(vec!["", " "]),
    ) {
        let written: Vec<String> =
            fields.iter().map(|(key, value)| format!("\"{key}\"{space}:{space}{value}")).collect();
        let json = format!("{{{}}}", written.join(&format!("{space},{space}")));
        let is_wanted = |key: &[u8]| matches!(key, b"a" | b"c").then(|| key.to_vec());
        let mut source = Drops(json.as_bytes(), step);
        let mut json = Json::new(Stream::new(Vec::new(), Some(&mut source)));
        prop_assert_eq!(json.next().unwrap(), Token::Object);
        let mut seen = Vec::new();
        while let Some((key, token)) = json.field(is_wanted).unwrap() {
            let mut text = vec![format!("{}:", String::from_utf8(key).unwrap())];
            match &token {
                Token::String(range) => text.push(format!("{:?}", json.text(range))),
                Token::Number(range) => {
                    text.push(String::from_utf8(json.bytes(range).to_vec()).unwrap());
                }
                other => text.push(format!("{other:?}")),
            }
            json.skip(&token).unwrap();
            seen.push(text.concat());
        }
        let mut expected = Vec::new();
        for (key, value) in fields.iter().filter(|(key, _)| is_wanted(key.as_bytes()).is_some()) {
            let mut tokens = Vec::new();
            slowly(value, &mut tokens);
            expected.push(format!("{key}:{}", tokens[0]));
        }
        prop_assert_eq!(seen, expected);
        prop_assert_eq!(json.next().unwrap(), Token::Done);
    }

    #[test]
    fn any_json_in_any_pieces_is_read_as_it_is(value in value(), step in 1_usize..40, pretty in any::<bool>()) {
        let json = if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        };
        let mut expected = Vec::new();
        slowly(&value, &mut expected);
        prop_assert_eq!(tokens(json.as_bytes(), step), (expected, None));
    }

    #[test]
    fn no_bytes_make_it_fail_otherwise(bytes in prop::collection::vec(any::<u8>(), 0..60), step in 1_usize..9) {
        tokens(&bytes, step);
    }
}

#[test]
fn a_million_levels_are_read() {
    const DEEP: usize = 1_000_000;
    let json = format!("{}{}", "[{\"a\":".repeat(DEEP), "1".to_owned() + &"}]".repeat(DEEP));
    let (seen, error) = tokens(json.as_bytes(), 1 << 20);
    assert_eq!((seen.len(), error), (DEEP * 5 + 1, None));
}
