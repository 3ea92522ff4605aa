import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { _t } from "@web/core/l10n/translation";

const CAP = 1000;

/** Which list: the fixed ones with their counters, one's own switches, the flags, the department, holidays. */
export class WorkTabs extends Component {
    static template = "backoffice_ops.WorkTabs";
    static components = { Dropdown };
    static props = {
        page: Object, counts: Object, view: String, flag: { type: [String, { value: null }] },
        onView: Function, onFlag: Function, onDepartment: Function, onSave: Function, onDrop: Function, onAway: Function,
    };

    setup() {
        this.state = useState({ name: "", who: "", until: "" });
        this.saving = useDropdownState();
        this.leaving = useDropdownState();
    }

    get views() {
        const { counts, view } = this.props;
        return this.props.page.views.map((one) => ({
            ...one, count: this.number(counts[one.id] || 0), on: one.id === view,
            back: one.id === "sent" ? this.number(counts.back) : 0,
        }));
    }

    number(count) {
        return count >= CAP ? _t("%s+", CAP - 1) : count;
    }

    get switches() {
        return this.props.page.switches.map((one) => ({ ...one, on: one.id === this.props.view }));
    }

    get current() {
        return this.switches.find((one) => one.on);
    }

    get away() {
        return this.props.page.away;
    }

    /** What stands on the button: who stands in, for whom I stand in, or that leave is near. */
    get awayText() {
        const { who, for: whom, leave } = this.away;
        if (who) {
            return _t("%(who)s stands in until %(day)s", { who: who.name, day: this.day(this.away.until) });
        }
        if (leave) {
            return _t("Away from %s: who stands in?", this.day(leave.from));
        }
        return whom.length ? _t("You stand in for %s", whom.join(", ")) : _t("Away?");
    }

    day(text) {
        return luxon.DateTime.fromISO(text).toLocaleString({ day: "numeric", month: "short" });
    }

    onOpenAway() {
        const { who, until, leave } = this.away;
        Object.assign(this.state, { who: who ? String(who.id) : "", until: until || leave?.to || "" });
    }

    get awayReady() {
        return Boolean(this.state.who && this.state.until);
    }

    onAwaySubmit() {
        if (this.awayReady) {
            this.leaving.close();
            this.props.onAway(Number(this.state.who), this.state.until);
        }
    }

    onBack() {
        this.leaving.close();
        this.props.onAway(false, false);
    }

    onSaveSubmit() {
        const name = this.state.name.trim();
        if (name) {
            this.saving.close();
            this.state.name = "";
            this.props.onSave(name);
        }
    }
}
