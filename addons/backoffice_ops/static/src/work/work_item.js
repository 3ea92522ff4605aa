import { Component, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { Checklist } from "../checklist/checklist";
import { Instructions } from "../instructions/instructions";
import { duration, KEYS, timeLeft, usedShare, when } from "./format";
import { useWorkFiles } from "./work_files";
import { FORMS } from "./work_forms";
import { stepLabel, STEPS } from "./work_steps";

/** One request: why, what the customer was told, what was asked for, its time, and the next step. */
export class WorkItem extends Component {
    static template = "backoffice_ops.WorkItem";
    static components = { Checklist, Dropdown, DropdownItem, Instructions, ...FORMS };
    static props = {
        item: Object, page: Object, small: Boolean, form: { type: [String, { value: null }] }, busy: Boolean,
        onStep: Function, onSend: Function, onClose: Function, onTalk: Function, onAttach: Function, onBack: Function, onOpen: Function,
    };

    setup() {
        this.steps = STEPS;
        this.keys = KEYS;
        this.state = useState({ text: "" });
        this.talk = useRef("talk");
        this.files = useWorkFiles(async (name, content) => {
            await this.props.onAttach(name, content);
            this.scrollTalk();
        });
    }

    get Form() {
        return this.props.form && FORMS[STEPS[this.props.form].form];
    }

    get day() {
        return this.props.page.day_seconds;
    }

    get approvalTime() {
        return duration(this.props.item.clock.approval, this.day);
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

    /** The part of the customer's time that is theirs, and who passed time on or took some; null without one. */
    get relay() {
        const { relay } = this.props.item.clock;
        if (!relay || relay.left === null) {
            return null;
        }
        const moves = relay.moves.map(({ who, seconds }) => {
            const time = duration(Math.abs(seconds), this.day);
            return seconds > 0 ? _t("%(who)s left you %(time)s", { who, time }) : _t("%(who)s took %(time)s of it", { who, time });
        });
        const late = relay.left < 0;
        return {
            left: timeLeft({ left: relay.left, stopped: false, late }, this.day).text, late,
            budget: duration(relay.budget, this.day), until: when(relay.by), moves: moves.join(" · "),
            share: usedShare({ budget: relay.budget, used: relay.budget - relay.left }),
        };
    }

    /** The department that waits for it, else who tells the customer once it is ready. */
    get then() {
        const { item } = this.props;
        if (item.clock.then?.length) {
            return item.clock.then.join(", ");
        }
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
            this.scrollTalk();
        }
    }

    scrollTalk() {
        this.talk.el?.lastElementChild?.scrollIntoView({ block: "nearest" });
    }
}
