//! What is said to Rhai in another way: closures as loops, duties that are done, places that were changed.

use super::Printer;
use crate::tree::{Block, Expr};

impl Printer {
    /// A closure as a plain loop: what Rhai captures becomes a lock, of which it then makes faults.
    pub(super) fn unrolled(&mut self, of: &Expr, name: &str, parameter: &str, body: &Block) -> String {
        let of = self.expr(of);
        let (all, out) = (self.fresh("s"), self.fresh("k"));
        let body = self.block(body, 3);
        let begin = format!("({{ let {all} = {of}; elements({all}); let {out} = ");
        let each = format!("for {parameter} in {all}");
        let until = |answer: &str, found: &str, test: &str| {
            format!("{begin}{answer}; {each} {{ if {test}yes({body}) {{ {out} = {found}; break; }} }} {out} }})")
        };
        let picked = |then: &str| format!("{begin}[]; {each} {{ {out}.push({body}); }} {then} }})");
        match name {
            "filter" => {
                format!("{begin}[]; {each} {{ {out}.push(yes({body})); }} kept({all}, {out}) }})")
            }
            "count" => format!("{begin}0; {each} {{ if yes({body}) {{ {out} += 1; }} }} {out} }})"),
            "any" => until("false", "true", ""),
            "all" => until("true", "false", "!"),
            "none" => until("true", "false", ""),
            "find" => until("()", parameter, ""),
            "map" => picked(&out),
            "sum" => format!("{begin}0; {each} {{ {out} = added({out}, {body}); }} {out} }})"),
            "min" | "max" => format!("{begin}[]; {each} {{ {out} = {name}_of({out}, {body}); }} only({out}) }})"),
            "distinct" | "group_by" => {
                format!("{begin}[]; {each} {{ {out}.push({body}); groupable({out}); }} {name}_of({all}, {out}) }})")
            }
            _ => picked(&format!("{name}_of({all}, {out})")),
        }
    }

    /// A duty: where it is done, neither its place nor its message is worked out.
    pub(super) fn due(&mut self, arguments: &[Expr]) -> String {
        let [day, done, rest @ ..] = arguments else { return String::new() };
        let (day, done, rest, own) = (self.expr(day), self.expr(done), self.exprs(rest), self.fresh("d"));
        format!(
            "({{ let {own} = {day}; if is_done({own}, {done}) {{ nothing() }} else {{ due({own}, false, {rest}) }} }})"
        )
    }

    /// What holds a place that was changed is no longer what was read; to Rhai that is said.
    pub(super) fn changed(&mut self, place: &Expr) -> String {
        match place {
            Expr::Index(of, _) | Expr::Prop(of, ..) if !self.ours => {
                let text = self.expr(of);
                format!(" {text} = changed({text});{}", self.changed(of))
            }
            _ => String::new(),
        }
    }
}
