import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { errorText } from "../page/errors";
import { formatChange, formatValue, isNumber } from "../page/format";
import { badges } from "../page/tiles";

/** Members worth a line; the others changed less. */
const MOST = 12;

/**
 * Why a figure is not what it was: what came in later, what the work itself did and what the mix did, member
 * by member. The page knows how the change splits; who did how much is asked for here.
 */
export class Change extends Component {
    static template = "triangle_kpis.ChangeStory";
    static props = {
        tile: Object,
        split: { type: [Object, { value: null }] },
        restated: { type: [Object, { value: null }] },
        ask: Function,
        asked: Object,
        onOpen: Function,
    };

    setup() {
        this.state = useState({ answer: null, error: "" });
        onMounted(() => this.ask(this.props.asked));
        onWillUpdateProps(({ asked }) => {
            if (asked !== this.props.asked) {
                Object.assign(this.state, { answer: null, error: "" });
                this.ask(asked);
            }
        });
    }

    /** Asks once per reading of the page; an answer that comes too late is dropped. */
    async ask(asked) {
        try {
            const answer = (await this.props.ask()) || {};
            if (asked === this.props.asked) {
                this.state.answer = answer;
            }
        } catch (error) {
            this.state.error = errorText(error);
        }
    }

    /** What of the change the work did, and what the mix did; null where they cannot be told apart. */
    get split() {
        const split = this.state.answer?.split || (isNumber(this.state.answer?.rate) ? this.state.answer : this.props.split);
        return split && isNumber(split.rate) ? split : null;
    }

    get sentences() {
        const { answer } = this.state;
        return [answer?.text, this.splitText, !answer?.text && this.split?.simpson && badges().simpson.text, this.restatedText, this.props.restated?.note].flat().filter(Boolean);
    }

    get splitText() {
        if (!this.split) {
            return "";
        }
        const { rate, mix } = this.split;
        return _t("From the work itself %(rate)s, from how much came from where %(mix)s.", { rate: this.say(rate), mix: this.say(mix) });
    }

    /** Records that came, went or were counted again after these days were first shown. */
    get restatedText() {
        const { added = 0, removed = 0, recalculated = 0 } = this.props.restated || {};
        const parts = [
            added && _t("%s came in later", added),
            removed && _t("%s went away", removed),
            recalculated && _t("%s were counted again", recalculated),
        ].filter(Boolean);
        return parts.length ? _t("Since these figures were first shown: %s.", parts.join(", ")) : "";
    }

    /** A count has no rate and no mix: each member adds its own change. */
    get whole() {
        return this.rows.every(({ rate, mix }) => rate === "–" && mix === "–");
    }

    get rows() {
        const rows = this.state.answer?.rows || this.split?.rows || [];
        const size = ({ rate, mix, effect }) => Math.abs(effect ?? (rate || 0) + (mix || 0));
        return [...rows]
            .sort((one, other) => size(other) - size(one))
            .slice(0, MOST)
            .map((row) => ({ ...row, drill: row.drill || this.drill(row), before: this.value(row.before ?? row.then), now: this.value(row.now ?? row.value), effect: this.say(row.effect), rate: this.say(row.rate), mix: this.say(row.mix) }));
    }

    drill({ id }) {
        return id && this.split?.by ? { ...this.props.tile.drill, filters: { [this.split.by]: id } } : null;
    }

    value(value) {
        const share = Array.isArray(value) ? (value[1] ? value[0] / value[1] : null) : value;
        return formatValue(share ?? null, this.props.tile.unit, this.props.tile.currency);
    }

    say(change) {
        return formatChange(change, this.props.tile.unit, this.props.tile.currency) || "–";
    }
}
