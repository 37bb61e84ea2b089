//! Programs at random: whatever Rhai's parser takes is taken, and every span says again what it says.

use super::show::{Node, check, nodes, read, show};

/// Numbers at random, the same in every run.
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.roll(of.len() as u64)).expect("few")]
    }

    /// What may stand between two tokens.
    fn gap(&mut self) -> &'static str {
        self.pick(&["", "", "", " ", " ", "  ", "\n  ", "\r\n", " /* 说/*明*/ */ ", " // 注 (\n", "\t"])
    }

    fn expr(&mut self, depth: u32) -> String {
        if depth == 0 {
            let leaf = [
                "a",
                "b",
                "委员",
                "1",
                "23",
                "-4",
                "1.50",
                "true",
                "false",
                "()",
                "\"文\\n字\"",
                "'x'",
                "``",
                "`甲`",
                "lib::X",
                "\"\"",
            ];
            return self.pick(&leaf).to_owned();
        }
        let d = depth - 1;
        let (g, h) = (self.gap(), self.gap());
        match self.roll(26) {
            0..=2 => format!("({g}{}{h})", self.expr(d)),
            3..=5 => {
                let op = self.pick(&["+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>"]);
                format!("{}{g} {op}{h} {}", self.expr(d), self.expr(d))
            }
            6 => format!(
                "{} {} {}",
                self.expr(d),
                self.pick(&["==", "!=", "<", "<=", ">", ">=", "in", "!in"]),
                self.expr(d)
            ),
            7..=9 => {
                let op = self.pick(&["&&", "||", "??"]);
                let form = self.pick(&["@op(@op @)", "(@op@)op@", "@ op @ op @"]).replace("op", &format!("{g}{op}{h}"));
                let parts: Vec<&str> = form.split('@').collect();
                format!(
                    "{}{}{}{}{}{}{}",
                    parts[0],
                    self.expr(d),
                    parts[1],
                    self.expr(d),
                    parts[2],
                    self.expr(d),
                    parts[3]
                )
            }
            10 => format!("{}{g}{}", self.pick(&["-", "+", "!"]), self.expr(d)),
            11..=13 => {
                format!("({}){g}.{h}{}", self.expr(d), self.pick(&["name", "a", "b.c", "len()", "f(a)[0]", "类别"]))
            }
            14 => format!("a{}{}", self.pick(&[".", "?."]), self.pick(&["b", "c.d", "e(f)", "g[0].h", "i?.j"])),
            15 => format!("{}[{g}{}{h}]", self.pick(&["a", "(a)", "a.b", "(a.b)", "f(x)", "a[b]"]), self.expr(d)),
            16 => format!("({}){}{}]", self.expr(d), self.pick(&["[", "?["]), self.expr(d)),
            17 => format!("{}({g}{}{h},{})", self.pick(&["f", "lib::g", "(h)"]), self.expr(d), self.expr(d)),
            18 => format!("[{}{g},{h}{}]", self.expr(d), self.expr(d)),
            19 => format!("#{{{g}a:{}, \"b c\"{h}: {} }}", self.expr(d), self.expr(d)),
            20 => format!("`甲${{{g}{}{h}}}乙${{{}}}`", self.expr(d), self.expr(d)),
            21 => format!("xs.{}(|{g}x{h}|{} {})", self.pick(&["map", "filter"]), self.gap(), self.body(d)),
            22 => format!("if {g}({}){h} {} else {}", self.expr(d), self.block(d), self.block(d)),
            23 => self.switch(d),
            24 => self.block(d),
            _ => match self.roll(5) {
                0 => format!("({})..{}", self.expr(d), self.expr(0)),
                1 => format!("({})..={}", self.expr(d), self.expr(0)),
                2 => "(1..)".to_owned(),
                3 => "(..5)".to_owned(),
                _ => format!("({}){}{}", self.expr(d), self.pick(&["..", "..="]), self.expr(d)),
            },
        }
    }

    fn body(&mut self, depth: u32) -> String {
        match self.roll(4) {
            0 => self.block(depth),
            1 => format!("if {} {}", self.expr(0), self.block(depth)),
            _ => self.expr(depth),
        }
    }

    fn switch(&mut self, depth: u32) -> String {
        let mut text = format!("switch {} {{", self.expr(depth));
        for number in 0..self.roll(3) {
            let label = match self.roll(6) {
                0 => format!("\"甲{number}\" | \"乙{number}\""),
                1 => format!("(-{number}) | {number}0{}", self.gap()),
                2 => format!("{number}{}'c'", self.pick(&[" | ", "|"])),
                3 => "true | ()".to_owned(),
                4 => format!("{number}.5"),
                _ => "[1, 2]".to_owned(),
            };
            let guard = if self.roll(3) == 0 { format!(" if {}", self.expr(0)) } else { String::new() };
            text = format!("{text} {label}{guard} => {}, ", self.body(depth));
        }
        format!("{text} _ => {} }}", self.expr(depth))
    }

    fn block(&mut self, depth: u32) -> String {
        let mut text = format!("{{{}", self.gap());
        for _ in 0..self.roll(3) {
            text += &self.statement(depth.saturating_sub(1));
            text += self.pick(&[";", ";;", " ; "]);
        }
        if self.roll(2) == 0 {
            text += &self.expr(depth.saturating_sub(1));
        }
        format!("{text}{}}}", self.gap())
    }

    fn statement(&mut self, depth: u32) -> String {
        match self.roll(14) {
            0 | 1 => format!("let x{}={}", self.gap(), self.expr(depth)),
            2 => format!("const Y = {}", self.expr(depth)),
            3 => format!("x {} {}", self.pick(&["=", "+=", "-=", "*=", "/=", "%=", "|="]), self.expr(depth)),
            4 => format!("a.b[0] = {}", self.expr(depth)),
            5 => format!("for {} in {} {}", self.pick(&["x", "(x, i)", "( x , i )"]), self.expr(0), self.block(depth)),
            6 => format!("while {} {}", self.expr(0), self.block(depth)),
            7 => format!("loop {{ if {} {{ break {}; }} continue; }}", self.expr(0), self.expr(depth)),
            8 => format!("do {} while {}", self.block(depth), self.expr(0)),
            9 => format!("return {}", self.expr(depth)),
            10 => format!("{} {}", self.pick(&["throw", "return"]), self.pick(&["", "a", "(b)"])),
            11 => format!("try {} catch{}{}", self.block(depth), self.pick(&[" ", "(e)"]), self.block(depth)),
            12 => "let z".to_owned(),
            _ => self.expr(depth),
        }
    }
}

/// Says each expression again, alone.
fn repeat(node: &Node, text: &str, within: &str) {
    let written = &text[node.span.range()];
    let said =
        node.id.is_some() && !matches!(node.kind, "block-expr" | "this") && !written.is_empty() && written.len() < 400;
    if said && !(within == "template" && node.kind == "text") {
        let alone = format!("fn f() {{ loop {{ x = {written}; }} }}");
        let shown: Vec<String> = nodes(&read(&alone).file).iter().map(|node| show(node, &alone)).collect();
        let (begin, end) = (format!("assign‹x = {written}›(name‹x› "), ")))))");
        let inner = shown.concat();
        let inner = inner.split_once(&begin).and_then(|(_, inner)| inner.strip_suffix(end));
        assert_eq!(inner, Some(&*show(node, text)), "`{written}`");
    }
    for part in &node.parts {
        repeat(part, text, node.kind);
    }
}

#[test]
fn what_the_parser_takes_is_taken() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let engine = super::super::parse::Parser::new();
    let (mut taken, mut refused) = (0, 0);
    for round in 0..4000_u32 {
        let depth = 1 + round % 6;
        let text = match dice.roll(3) {
            0 => format!("const X ={}{};", dice.gap(), dice.expr(depth)),
            1 => format!("fn f(x, y) {}\n", dice.block(depth)),
            _ => format!("rule(\"a\", #{{}}, |x, ctx| {});", dice.block(depth)),
        };
        let reading = read(&text);
        let item = &super::super::items::cut(&text).items[0];
        match engine.parse(&text, item) {
            Ok(_) => {
                taken += 1;
                let said: Vec<_> = reading.findings.iter().map(|finding| finding.message.clone()).collect();
                assert!(said.is_empty(), "{text}\n{said:?}");
                check(&reading, &text);
                if round % 8 == 0 {
                    for node in nodes(&reading.file) {
                        repeat(&node, &text, "");
                    }
                }
            }
            Err(_) => refused += 1,
        }
    }
    assert!(taken > 2000, "{taken} taken, {refused} refused");
}

#[test]
fn every_expression_of_the_repository_says_alone_what_it_says() {
    for (_, text) in super::house::scripts().iter().step_by(5) {
        for node in nodes(&read(text).file) {
            repeat(&node, text, "");
        }
    }
}
