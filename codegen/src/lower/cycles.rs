//! Cycles in a graph: objects that nest each other, kinds that supersede each
//! other. This module does not know what the nodes are.

use crate::diagnostic::{Diagnostic, Span};
use crate::words::quoted;

/// How many steps of a cycle are shown.
const LONGEST_CYCLE: usize = 20;

/// An edge of a graph: where it leads, and where that is written.
pub(super) type Edge = (usize, Span);

/// Finds cycles in a graph given as the edges from each node. It returns one cycle for each node at
/// which cycles close, and of a long one only as many steps as are shown, and one more.
pub(super) fn cycles(edges: &[Vec<Edge>]) -> Vec<Vec<(usize, Span)>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        /// At this place of the path.
        OnPath(usize),
        Closed,
        Done,
    }
    let mut cycles = Vec::new();
    let mut states = vec![State::New; edges.len()];
    for start in 0..edges.len() {
        // The nodes from the start to here, each with the edge to follow next. It is an explicit
        // stack, since a chain may be longer than the call stack.
        let mut path = Vec::new();
        if states[start] == State::New {
            states[start] = State::OnPath(0);
            path.push((start, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let Some((target, _)) = edges[*node].get(*next) else {
                states[*node] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match states[*target] {
                State::New => {
                    states[*target] = State::OnPath(path.len());
                    path.push((*target, 0));
                }
                State::OnPath(place) => {
                    states[*target] = State::Closed;
                    let around = path[place..].iter().take(LONGEST_CYCLE + 1);
                    let around =
                        around.map(|(node, next)| (*node, edges[*node][next - 1].1.clone()));
                    cycles.push(around.collect());
                }
                State::Closed | State::Done => {}
            }
        }
    }
    cycles
}

/// Reports a cycle, with the steps that are shown.
pub(super) fn around<'n>(
    cycle: &[(usize, Span)],
    name: impl Fn(usize) -> &'n str,
    code: &'static str,
    what: &str,
    verb: &str,
) -> Diagnostic {
    let targets = cycle.iter().cycle().skip(1).map(|(node, _)| name(*node));
    let mut steps = cycle.iter().zip(targets).take(LONGEST_CYCLE).map(|((node, span), target)| {
        (span, format!("{} {verb} {}", quoted(name(*node)), quoted(target)))
    });
    let mut path: Vec<&str> =
        cycle.iter().take(LONGEST_CYCLE).map(|(node, _)| name(*node)).collect();
    if cycle.len() > LONGEST_CYCLE {
        path.push("…");
    }
    path.extend(cycle.first().map(|(node, _)| name(*node)));
    let message = format!("{what} in a cycle: {}", path.join(" -> "));
    let first = steps.next().map_or((0..0, String::new()), |(span, step)| (span.clone(), step));
    steps.fold(Diagnostic::new(code, message, &first.0, first.1), |diagnostic, (span, step)| {
        diagnostic.also(span, step)
    })
}
