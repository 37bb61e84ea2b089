//! Which rules may weaken a finding to a warning: those that say so.

use rustc_hash::FxHashSet;

use super::checker::Checker;
use super::instances::each;
use super::table::InstanceId;
use crate::language::say;
use crate::script::tree::{NodeId, What};
use crate::source::{Place, Span};

/// A place in some code from which a finding is weakened: at once, or by what is called there.
struct Spot {
    span: Span,
    called: Option<InstanceId>,
}

impl Checker<'_> {
    /// Reports rules that reach a `.warn()` without `may_warn: true`.
    pub(super) fn forbid_warnings(&mut self) {
        let strict: Vec<_> =
            self.typed.rules.iter().filter(|rule| !rule.meta.may_warn).map(|rule| rule.instance).collect();
        let spots: Vec<Vec<Spot>> = (0..self.typed.instances.len()).map(|at| self.spots(InstanceId::new(at))).collect();
        for instance in strict {
            for (at, spot) in spots[instance.at()].iter().enumerate() {
                let Some(place) = self.weakens(spot, &spots, instance) else { continue };
                let told = spots[instance.at()][..at].iter().any(|earlier| earlier.span == spot.span);
                if !told {
                    self.may_not_warn(instance, spot, place);
                }
            }
        }
    }

    fn may_not_warn(&mut self, instance: InstanceId, spot: &Spot, place: Place) {
        let source = self.typed.instances[instance.at()].file;
        let Some(file) = self.files.get(&source).cloned() else { return };
        self.file = file;
        let message = say!(
            "规则没有写明 may_warn: true，不能降为警告",
            "the rule does not say may_warn: true and cannot weaken a finding"
        );
        let help = say!(
            "在规则的 #{{ … }} 里写 may_warn: true，或去掉 .warn()",
            "say may_warn: true in the rule's #{{ … }}, or leave .warn() out"
        );
        let before = self.typed.findings.len();
        self.report_with(spot.span, message, Some(help));
        if let (true, Some(finding)) = (spot.called.is_some(), self.typed.findings.get_mut(before)) {
            *finding = finding.clone().see(place, say!("在这里降为警告", "weakened here"));
        }
    }

    /// Where a spot comes to a `.warn()` in the end.
    fn weakens(&self, spot: &Spot, spots: &[Vec<Spot>], within: InstanceId) -> Option<Place> {
        let file = |id: InstanceId| self.typed.instances[id.at()].file;
        let Some(called) = spot.called else { return Some(Place { source: file(within), span: spot.span }) };
        let mut seen = FxHashSet::default();
        let mut open = vec![called];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for spot in &spots[id.at()] {
                match spot.called {
                    None => return Some(Place { source: file(id), span: spot.span }),
                    Some(called) => open.push(called),
                }
            }
        }
        None
    }

    /// The places of some code that weaken a finding or call other code, as far as they are reached.
    fn spots(&self, id: InstanceId) -> Vec<Spot> {
        let instance = &self.typed.instances[id.at()];
        let calls = &instance.table.calls;
        let types = &instance.table.types;
        let reached = |node: &NodeId| types.is_empty() || types.contains_key(node);
        let mut spots = Vec::new();
        each(&instance.what, &mut |expr| match &expr.what {
            What::Method { of, name, arguments, .. }
                if &*name.text == "warn" && arguments.is_empty() && reached(&of.id) =>
            {
                spots.push(Spot { span: name.span, called: None });
            }
            _ if reached(&expr.id) => {
                spots.extend(calls.get(&expr.id).map(|called| Spot { span: expr.span, called: Some(*called) }));
            }
            _ => {}
        });
        spots
    }
}
