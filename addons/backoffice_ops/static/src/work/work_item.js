import { Component, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { duration, KEYS, timeLeft, usedShare, when } from "./format";
import { FORMS } from "./work_forms";
import { stepLabel, STEPS } from "./work_steps";

/** One request: why, what the customer was told, what was asked for, its time, and the next step. */
export class WorkItem extends Component {
    static template = "backoffice_ops.WorkItem";
    static components = { Dropdown, DropdownItem, ...FORMS };
    static props = {
        item: Object, page: Object, small: Boolean, form: { type: [String, { value: null }] }, busy: Boolean,
        onStep: Function, onSend: Function, onClose: Function, onTalk: Function, onBack: Function, onOpen: Function,
    };

    setup() {
        this.steps = STEPS;
        this.keys = KEYS;
        this.state = useState({ text: "" });
        this.talk = useRef("talk");
    }

    get Form() {
        return this.props.form && FORMS[STEPS[this.props.form].form];
    }

    get day() {
        return this.props.page.day_seconds;
    }

    get stepLabel() {
        return stepLabel(this.props.item);
    }

    get told() {
        const told = this.props.item.told;
        const states = { kept: _t("Kept"), late: _t("Late"), broken: _t("Late"), withdrawn: _t("Withdrawn") };
        return { ...told, when: when(told.due), word: states[told.state] || "" };
    }

    get bar() {
        const { item } = this.props;
        const late = item.clock.left < 0;
        const share = usedShare(item.clock);
        return {
            share, tone: late ? "bg-danger" : item.risk ? "bg-warning" : "bg-primary",
            left: timeLeft({ ...item, left: item.clock.left, stopped: false, late }, this.day).text,
            waits: !item.clock.runs,
            budget: duration(item.clock.budget, this.day),
        };
    }

    get sideName() {
        const { item } = this.props;
        return item.sent_by_me ? item.who || item.department : item.from;
    }

    /** Who tells the customer once it is ready. */
    get then() {
        const { item } = this.props;
        return item.customer ? _t("%(who)s tells %(customer)s", { who: item.team || item.from, customer: item.customer }) : "";
    }

    when(text) {
        return when(text);
    }

    async onTalkSubmit() {
        const text = this.state.text.trim();
        if (text) {
            this.state.text = "";
            await this.props.onTalk(text);
            this.talk.el?.scrollTo(0, this.talk.el.scrollHeight);
        }
    }
}
