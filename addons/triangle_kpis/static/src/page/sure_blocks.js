import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { errorText } from "./errors";

/** What can be asked of the score, in the order people ask it. */
export function questions() {
    return [
        { block: "moved", title: _t("What moved the score?") },
        { block: "weights", title: _t("With other weights?") },
        { block: "topics", title: _t("What rises, and what belongs to nobody?") },
        { block: "pays", title: _t("Does it pay?") },
    ];
}

/**
 * Four questions to the score, each closed at first and asked of the server only when it is opened. How to use: `ask`
 * answers a block (see `get_sure` in readme/API.md), `asked` is the page the answers belong to: with another page
 * those that are open are asked again, and the others forgotten.
 */
export class SureBlocks extends Component {
    static template = "triangle_kpis.SureBlocks";
    static props = { ask: Function, asked: Object, onOpen: Function, onFigure: Function };

    setup() {
        this.questions = questions();
        this.state = useState(Object.fromEntries(this.questions.map(({ block }) => [block, { open: false, answer: null, error: "" }])));
        onWillUpdateProps(({ ask, asked }) => {
            if (asked !== this.props.asked) {
                this.forget(ask, asked);
            }
        });
    }

    forget(ask, asked) {
        for (const { block } of this.questions) {
            this.state[block].answer = null;
            if (this.state[block].open) {
                this.read(block, ask, asked);
            }
        }
    }

    toggle(block) {
        const one = this.state[block];
        one.open = !one.open;
        return one.open && !one.answer ? this.read(block, this.props.ask, this.props.asked) : undefined;
    }

    /** Asks; an answer to a page that is gone is dropped. */
    async read(block, ask, asked) {
        const one = this.state[block];
        this.latest = asked;
        one.error = "";
        try {
            const answer = await ask(block);
            if (this.latest === asked) {
                one.answer = answer;
            }
        } catch (error) {
            one.error = errorText(error);
        }
    }

    /** The way of a row: to its records, to the page of its figure, or none. */
    way({ drill, kpi }) {
        return drill ? () => this.props.onOpen(drill) : kpi ? () => this.props.onFigure(kpi) : null;
    }
}
