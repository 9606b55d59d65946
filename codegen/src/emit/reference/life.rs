//! When each kind was first seen, and what succeeded it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::html::{kind_links, month, table};
use crate::model::{Kind, Model};

/// A table of the kinds, oldest first.
pub(super) fn life(model: &Model) -> Markup {
    let months: BTreeMap<&str, i32> = model
        .kinds
        .iter()
        .filter_map(|kind| Some((kind.wire.as_str(), months(kind.since.as_deref()?)?)))
        .collect();
    let years = || months.values().map(|month| month / 12);
    let first = years().min().unwrap_or_default();
    let axis = Axis { first, last: years().max().unwrap_or(first) + 1 };

    let mut kinds: Vec<&Kind> = model.kinds.iter().collect();
    kinds.sort_by_key(|kind| months.get(&*kind.wire).copied().unwrap_or(i32::MAX));
    let rows = html! {
        @for kind in kinds {
            @let successors = kind.superseded_by.iter().filter_map(|wire| months.get(&**wire));
            tr role="row" {
                th role="rowheader" scope="row" { (kind_links([&*kind.wire])) }
                td role="cell" {
                    @if let Some(start) = months.get(&*kind.wire) {
                        (axis.bar(*start, successors.min().copied()))
                    }
                }
                td role="cell" {
                    @match &kind.since { Some(since) => (month(since)), None => "not known" }
                }
                td role="cell" { (kind_links(kind.superseded_by.iter().map(String::as_str))) }
            } "\n"
        }
    };
    let columns = [html! { "Kind" }, axis.ticks(), html! { "Since" }, html! { "Superseded by" }];
    table("life", &columns, &rows)
}

/// Months since the year 0.
fn months(since: &str) -> Option<i32> {
    let (year, month) = since.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// From the start of the first year to the end of the last.
struct Axis {
    first: i32,
    last: i32,
}

impl Axis {
    /// How far along the axis a month is, for SVG.
    fn place(&self, month: i32) -> String {
        let per_mille = (month - self.first * 12) * 1000 / ((self.last - self.first + 1) * 12);
        format!("{}.{}%", per_mille / 10, per_mille % 10)
    }

    /// The time of a kind alone, and its time beside a successor.
    fn bar(&self, start: i32, successor: Option<i32>) -> Markup {
        let end = (self.last + 1) * 12;
        let until = successor.map_or(end, |month| month.clamp(start, end));
        let part = |from: i32, to: i32, class: &str| {
            html! {
                @if from != to {
                    rect class=(class) x=(self.place(from)) width=(self.place(self.first * 12 + to - from)) height="100%" {}
                }
            }
        };
        html! { svg aria-hidden="true" { (part(start, until, "now")) (part(until, end, "past")) } }
    }

    /// The years, as many as there is room for.
    fn ticks(&self) -> Markup {
        const ROOM: usize = 4;
        let years = self.first..=self.last;
        let step = years.clone().count().div_ceil(ROOM);
        html! {
            span.sr { "Life" }
            svg aria-hidden="true" {
                @for year in years.step_by(step) { text x=(self.place(year * 12)) y="75%" { (year) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_turns_pale_when_the_first_successor_came() {
        let axis = Axis { first: 2019, last: 2022 };
        let at = |year: i32, month: i32| year * 12 + month - 1;
        assert_eq!(axis.place(at(2020, 1)), "25.0%");
        let bars = |bar: &Markup| {
            let classes = bar.0.split("<rect class=\"").skip(1);
            classes.map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(bars(&axis.bar(at(2019, 6), None)), ["now"]);
        let both = axis.bar(at(2019, 6), Some(at(2021, 1)));
        assert_eq!(bars(&both), ["now", "past"]);
        assert!(both.0.contains("x=\"50.0%\" width=\"50.0%\""), "{}", both.0);
        assert_eq!(bars(&axis.bar(at(2021, 4), Some(at(2021, 4)))), ["past"]);
    }
}
