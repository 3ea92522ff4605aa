import { Component, markup, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FrontDesk } from "@frontoffice_crm/desk/desk";
import { when } from "../feed/feed";
import { WorkAction } from "../work/work_action";

const FACES = { good: "fa-smile-o", fair: "fa-meh-o", poor: "fa-frown-o" };
const QUIET_MS = 1500;

/** Above My work and the desk: one announcement, what wants a word, reminders, a proposal. One click each. */
export class WorkBanner extends Component {
    static template = "backoffice_ops.WorkBanner";
    static props = { desk: { type: Boolean, optional: true } };
    static defaultProps = { desk: false };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ notice: null, rate: null, reminders: [], proposal: null, wrong: false, answer: "",
            rated: null, why: false, reason: "" });
        this.faces = FACES;
        const bus = useService("bus_service");
        const load = useDebounced(() => this.load(), QUIET_MS);
        for (const name of ["backoffice/changed", "backoffice/post"]) {
            bus.subscribe(name, load);
            onWillUnmount(() => bus.unsubscribe(name, load));
        }
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.silent.call("backoffice.work", "banner", []));
    }

    call(method, args) {
        return this.orm.call("backoffice.work", method, args);
    }

    get body() {
        return markup(this.state.notice.body);
    }

    when(text) {
        return when(text);
    }

    async onRead() {
        const right = await this.call("read_notice", [this.state.notice.id, this.state.answer || null]);
        Object.assign(this.state, { wrong: !right, answer: "" });
        if (right) {
            await this.load();
        }
    }

    async onRate(face) {
        this.state.rated = { id: this.state.rate.id, face };
        await this.call("rate", [this.state.rate.id, face]);
    }

    async onReason(reason) {
        await this.call("rate", [this.state.rated.id, this.state.rated.face, reason]);
        await this.onRated();
    }

    async onRated() {
        this.state.rated = null;
        await this.load();
    }

    async onSeen() {
        await this.call("seen", [this.state.reminders.map((reminder) => reminder.id)]);
        await this.load();
    }

    onOpen(id) {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: "backoffice.handoff", res_id: id, views: [[false, "form"]],
        });
    }

    async onAccept() {
        await this.orm.call("backoffice.gate.proposal", "action_accept", [[this.state.proposal.id]]);
        await this.load();
    }

    async onDecline() {
        await this.orm.call("backoffice.gate.proposal", "action_decline", [[this.state.proposal.id], this.state.reason]);
        Object.assign(this.state, { why: false, reason: "" });
        await this.load();
    }

    async onShow() {
        this.action.doAction(await this.orm.call("backoffice.gate.proposal", "action_show", [[this.state.proposal.id]]));
    }
}

patch(WorkAction, { components: { ...WorkAction.components, WorkBanner } });
patch(FrontDesk, { components: { ...FrontDesk.components, WorkBanner } });

/** Says at once what a mail would say later, wherever the person is. */
export const postService = {
    dependencies: ["bus_service", "notification", "action"],
    start(env, { bus_service, notification, action }) {
        bus_service.subscribe("backoffice/post", ({ title, text, count }) => {
            const more = count > 1 ? _t("and %s more", count - 1) : "";
            notification.add([text, more].filter(Boolean).join(" "), {
                title, type: "info",
                buttons: [{ name: _t("Open"), onClick: () => action.doAction("backoffice_ops.work_action") }],
            });
        });
    },
};

registry.category("services").add("backoffice_post", postService);
