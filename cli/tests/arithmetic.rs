//! Printed arithmetic worked out again: `+ - * / ^`, brackets, and functions, as `--explain` writes it.

use std::iter::Peekable;
use std::vec::IntoIter;

/// What a formula comes to.
pub(crate) fn value(formula: &str) -> f64 {
    let mut tokens = tokens(formula).into_iter().peekable();
    let result = sum(&mut tokens);
    assert_eq!(tokens.next(), None, "more than a formula: {formula}");
    result
}

/// Whether the arithmetic gives the number that stands beside it.
#[track_caller]
pub(crate) fn gives(formula: &str, printed: f64) {
    let got = value(formula);
    // A difference of two shares near each other has lost digits on both ways.
    assert!((got - printed).abs() <= 1e-9 * printed.abs().max(1e-3), "{formula} is {got}, printed {printed}");
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Sign(char),
    Word(String),
}

fn tokens(formula: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = formula.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_part = |character: char| character.is_ascii_alphanumeric() || character == '.';
        let end = if first.is_ascii_digit() || first.is_ascii_alphabetic() {
            let bytes = rest.char_indices();
            let mut end = rest.len();
            let mut before = ' ';
            for (at, character) in bytes {
                // 1e-7 is one number.
                let exponent = character == '-' && before == 'e' && first.is_ascii_digit();
                if !is_part(character) && !exponent {
                    end = at;
                    break;
                }
                before = character;
            }
            end
        } else {
            first.len_utf8()
        };
        let text = &rest[..end];
        found.push(match first {
            '0'..='9' => Token::Number(text.parse().unwrap_or_else(|_| panic!("no number: {text} in {formula}"))),
            'a'..='z' => Token::Word(text.to_owned()),
            sign => Token::Sign(sign),
        });
        rest = rest[end..].trim_start();
    }
    found
}

type Tokens = Peekable<IntoIter<Token>>;

fn takes(tokens: &mut Tokens, sign: char) -> bool {
    tokens.next_if_eq(&Token::Sign(sign)).is_some()
}

fn sum(tokens: &mut Tokens) -> f64 {
    let mut result = product(tokens);
    loop {
        if takes(tokens, '+') {
            result += product(tokens);
        } else if takes(tokens, '-') {
            result -= product(tokens);
        } else {
            return result;
        }
    }
}

fn product(tokens: &mut Tokens) -> f64 {
    let mut result = power(tokens);
    loop {
        if takes(tokens, '*') {
            result *= power(tokens);
        } else if takes(tokens, '/') {
            result /= power(tokens);
        } else {
            return result;
        }
    }
}

fn power(tokens: &mut Tokens) -> f64 {
    let base = one(tokens);
    if takes(tokens, '^') { base.powf(power(tokens)) } else { base }
}

fn one(tokens: &mut Tokens) -> f64 {
    match tokens.next() {
        Some(Token::Number(number)) => number,
        Some(Token::Sign('-')) => -one(tokens),
        Some(Token::Sign('(')) => {
            let inside = sum(tokens);
            assert!(takes(tokens, ')'), "a bracket is open");
            inside
        }
        Some(Token::Word(word)) => {
            assert!(takes(tokens, '('), "{word} without brackets");
            let mut inside = vec![sum(tokens)];
            while takes(tokens, ',') {
                inside.push(sum(tokens));
            }
            assert!(takes(tokens, ')'), "a bracket is open");
            match (word.as_str(), inside.as_slice()) {
                ("abs", [one]) => one.abs(),
                ("ln", [one]) => one.ln(),
                ("exp", [one]) => one.exp(),
                ("min", [one, other]) => one.min(*other),
                ("max", [one, other]) => one.max(*other),
                ("mean", all) => all.iter().sum::<f64>() / all.len() as f64,
                (other, _) => panic!("unknown function {other}"),
            }
        }
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn formulas_are_worked_out() {
    for (formula, result) in [
        ("1 * (17 - 14.5) / abs(-31)", 2.5 / 31.0),
        ("9 - 3 * (70 - 69) / (73 - 69)", 8.25),
        ("2 ^ 3 ^ 2", 512.0),
        ("-1 * (2 - -3)", -5.0),
        ("ln(0.5) / ln(1 + -0.75)", 0.5),
        ("1e-7 * 10", 1e-6),
        ("min(max(3, 2 * 2), 7) + mean(1, 2, 6)", 7.0),
    ] {
        assert!((value(formula) - result).abs() < 1e-12, "{formula}");
    }
}
