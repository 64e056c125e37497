//! Evaluates printed formulas: + - * / ^ and brackets, ln, exp, abs, min, max, mean.

/// The value of a formula.
pub(super) fn evaluate(text: &str) -> f64 {
    let mut parser = Parser { rest: text };
    let value = parser.sum();
    assert!(parser.peek().is_none(), "`{}` is left of {text}", parser.rest);
    value
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.rest = &self.rest[expected.len_utf8()..];
        }
        found
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.take('+') {
                value += self.product();
            } else if self.take('-') {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.signed();
        loop {
            if self.take('*') {
                value *= self.signed();
            } else if self.take('/') {
                value /= self.signed();
            } else {
                return value;
            }
        }
    }

    fn signed(&mut self) -> f64 {
        if self.take('-') { -self.power() } else { self.power() }
    }

    fn power(&mut self) -> f64 {
        let base = self.atom();
        if self.take('^') { base.powf(self.signed()) } else { base }
    }

    fn atom(&mut self) -> f64 {
        if self.take('(') {
            let value = self.sum();
            assert!(self.take(')'), "a bracket is open before `{}`", self.rest);
            return value;
        }
        let letters = self.rest.trim_start().find(|c: char| !c.is_ascii_lowercase()).unwrap_or(self.rest.len());
        self.rest = self.rest.trim_start();
        if letters > 0 {
            let (name, rest) = self.rest.split_at(letters);
            self.rest = rest;
            return self.function(name);
        }
        let end = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        number.parse().unwrap_or_else(|_| panic!("no number before `{rest}`"))
    }

    fn function(&mut self, name: &str) -> f64 {
        assert!(self.take('('), "{name} without a bracket");
        let mut values = vec![self.sum()];
        while self.take(',') {
            values.push(self.sum());
        }
        assert!(self.take(')'), "{name} is not closed");
        let one = |values: &[f64]| {
            assert_eq!(values.len(), 1, "{name} of one number");
            values[0]
        };
        match name {
            "ln" => one(&values).ln(),
            "exp" => one(&values).exp(),
            "abs" => one(&values).abs(),
            "min" => values.iter().copied().fold(f64::INFINITY, f64::min),
            "max" => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            "mean" => values.iter().sum::<f64>() / values.len() as f64,
            other => panic!("no function `{other}`"),
        }
    }
}

#[test]
fn arithmetic_as_on_paper() {
    for (text, value) in [
        ("1 + 2 * 3", 7.0),
        ("2 * (3 - 5)", -4.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("(-2) ^ 2", 4.0),
        ("8 / 4 / 2", 1.0),
        ("min(3, 1, 2) + max(1, 4) - mean(1, 2, 6)", 2.0),
        ("abs((1 - 4)) * exp(ln(2))", 6.0),
    ] {
        assert!((evaluate(text) - value).abs() < 1e-12, "{text}");
    }
}
