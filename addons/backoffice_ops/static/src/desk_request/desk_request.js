import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AnswerInput } from "../answers/answer_input";
import { asked, missing, shown } from "../answers/intake";
import { deskBus } from "@frontoffice_crm/desk/desk";
import { deskActions } from "@frontoffice_crm/desk/desk_form";
import { Picker } from "@frontoffice_crm/desk/picker";

/** Request to a department, at the Front Desk: what is needed, and at most three questions at first. */
export class RequestPane extends Component {
    static template = "backoffice_ops.DeskRequestPane";
    static components = { AnswerInput, Picker };
    static props = { pane: Object, model: Object, next: Function };

    setup() {
        this.state = useState({ every: false });
    }

    async load(term) {
        const word = term.trim().toLowerCase();
        return (this.props.model.info.services || []).filter((service) =>
            `${service.name} ${service.department}`.toLowerCase().includes(word)
        );
    }

    onPick(service) {
        if (service) {
            this.props.pane.service = service;
            this.props.pane.answers = {};
            this.state.every = false;
            this.props.next();
        }
    }

    get every() {
        const { service } = this.props.pane;
        return [...service.questions, ...(service.more || [])];
    }

    get questions() {
        return shown(this.every, this.props.pane.answers, this.state.every);
    }

    get hidden() {
        return asked(this.every, this.props.pane.answers).length - this.questions.length;
    }

    get missing() {
        return missing(this.every, this.props.pane.answers);
    }
}

deskActions.add("handoff", {
    label: _t("Request"),
    title: _t("Request to a department"),
    key: "r",
    icon: "fa-share",
    sequence: 50,
    Pane: RequestPane,
    initial: { service: null, answers: {} },
    values: (pane) => ({ handoff: { service_id: pane.service?.id || false, answers: pane.answers } }),
});
deskBus.add("backoffice", "backoffice/changed");
