import { Component, onWillStart, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { when } from "../work/format";

const { DateTime } = luxon;

/** Who could do what, what hangs on one person, and what happens when somebody is away. */
export class PeoplePage extends Component {
    static template = "backoffice_ops.People";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.keep = new KeepLast();
        this.dialog = useService("dialog");
        this.state = useState({
            tab: "coverage", department: 0, data: null, busy: false, away: null, planned: {}, invited: {},
        });
        onWillStart(() => this.start());
    }

    async start() {
        this.page = await this.orm.call("backoffice.people", "open", []);
        this.state.department = this.page.departments[0].id;
        const monday = DateTime.fromISO(this.page.today).plus({ weeks: 1 }).startOf("week");
        this.state.away = {
            user: 0, first: monday.toISODate(), last: monday.plus({ days: 4 }).toISODate(), result: null,
        };
        await this.load();
    }

    get tabs() {
        return [
            { id: "coverage", label: _t("Who can do what") }, { id: "experts", label: _t("Only one person") },
            { id: "absence", label: _t("If somebody is away") }, { id: "pairs", label: _t("A morning together") },
            { id: "trainings", label: _t("Did it help?") },
        ];
    }

    async call(method, args = []) {
        this.state.busy = true;
        try {
            return await this.keep.add(this.orm.call("backoffice.people", method, [this.state.department, ...args]));
        } finally {
            this.state.busy = false;
        }
    }

    /** What the tab shows; the simulator asks for nothing before somebody is chosen. */
    async load() {
        const method = this.state.tab === "absence" ? "coverage" : this.state.tab;
        const data = await this.call(method);
        Object.assign(this.state, { data, shown: this.state.tab });
    }

    async onTab(tab) {
        Object.assign(this.state, { tab, data: null });
        await this.load();
    }

    async onDepartment(ev) {
        Object.assign(this.state, { department: Number(ev.target.value), data: null });
        Object.assign(this.state.away, { user: 0, result: null });
        await this.load();
    }

    // -- in words ----------------------------------------------------------------------------------

    cell(mark) {
        return {
            able: { icon: "fa-check", label: _t("Can do it") }, some: { icon: "fa-adjust", label: _t("Learning") },
        }[mark];
    }

    promises(count) {
        return count === 1 ? _t("1 promise") : _t("%s promises", count);
    }

    requests(count) {
        return count === 1 ? _t("1 request") : _t("%s requests", count);
    }

    when(text) {
        return when(text);
    }

    day(text) {
        return formatDate(DateTime.fromISO(text));
    }

    right(figures) {
        return figures.right === null
            ? _t("too few to judge (%(n)s of %(few)s)", { n: figures.n, few: 10 })
            : _t("%(right)s % right first time, %(hours)s h (n = %(n)s)", figures);
    }

    // -- if somebody is away -----------------------------------------------------------------------

    async onSimulate() {
        const { user, first, last } = this.state.away;
        if (user) {
            this.state.away.result = await this.call("absence", [user, first, last]);
        }
    }

    onOpen(id) {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: "backoffice.handoff", res_id: id, views: [[false, "form"]],
        });
    }

    onConfirm() {
        this.action.doAction("backoffice_ops.employee_skill_action");
    }

    // -- courses, where an add-on knows some --------------------------------------------------------

    onInvite(course) {
        this.dialog.add(ConfirmationDialog, {
            title: course.name,
            body: _t("Everybody of the department who cannot do it yet is invited by mail."),
            confirmLabel: _t("Invite"),
            confirm: async () => {
                const names = await this.call("invite", [course.id]);
                this.state.invited[course.id] = true;
                this.notification.add(_t("Invited: %s", names.join(", ")), { type: "success" });
            },
            cancel: () => {},
        });
    }

    // -- a morning together ------------------------------------------------------------------------

    async onPlan(pair) {
        const event = await this.call("plan_morning", [pair.teacher.id, pair.learner.id]);
        const start = deserializeDateTime(event.start);
        this.state.planned[`${pair.teacher.id}-${pair.learner.id}`] = true;
        this.notification.add(_t("In both calendars: %s", start.toLocaleString(DateTime.DATETIME_MED)), {
            type: "success",
            buttons: [{ name: _t("Open"), onClick: () => this.action.doAction({
                type: "ir.actions.act_window", res_model: "calendar.event", res_id: event.id, views: [[false, "form"]],
            }) }],
        });
    }
}

registry.category("actions").add("backoffice_ops.people", PeoplePage);
