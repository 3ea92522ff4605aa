import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deskActions } from "./desk_form";
import { Picker } from "./picker";
import { WhenField } from "./when_field";

/** What a next step asks for. ``pane`` is its part of the form, ``next`` moves the focus on. */
const paneProps = { pane: Object, model: Object, next: Function };

const TYPES = [
    ["question", _t("Question")],
    ["order", _t("Order or change")],
    ["problem", _t("Problem")],
    ["complaint", _t("Complaint")],
    ["praise", _t("Praise")],
];

export class CasePane extends Component {
    static template = "frontoffice_crm.DeskCasePane";
    static props = paneProps;
    types = TYPES;
}

export class MessagePane extends Component {
    static template = "frontoffice_crm.DeskMessagePane";
    static components = { Picker };
    static props = paneProps;

    load(term) {
        return this.props.model.silently("colleagues", term);
    }

    onPick(user) {
        if (user) {
            this.props.pane.user = user;
            this.props.next();
        }
    }
}

export class DirectedPane extends Component {
    static template = "frontoffice_crm.DeskDirectedPane";
    static props = paneProps;
}

export class VisitPane extends Component {
    static template = "frontoffice_crm.DeskVisitPane";
    static components = { WhenField };
    static props = paneProps;
}

deskActions
    .add("informed", { label: _t("Answered"), key: "a", icon: "fa-check", sequence: 10 })
    .add("case", {
        label: _t("Case"),
        key: "c",
        icon: "fa-folder-open-o",
        sequence: 20,
        Pane: CasePane,
        optional: true, // the letters of the row, P above all, stay at hand
        initial: { type: "question" },
        values: (pane) => ({ case: { type: pane.type } }),
    })
    .add("message", {
        label: _t("Message"),
        key: "m",
        icon: "fa-phone",
        sequence: 30,
        Pane: MessagePane,
        initial: { user: null },
        values: (pane) => ({ message: { user_id: pane.user?.id || false } }),
    })
    .add("directed", {
        label: _t("Directed"),
        key: "d",
        icon: "fa-location-arrow",
        sequence: 40,
        Pane: DirectedPane,
        initial: { where: "" },
        values: (pane) => ({ directed_to: pane.where.trim() }),
    })
    .add("appointment", {
        label: _t("Visit"),
        key: "v",
        icon: "fa-calendar-o",
        sequence: 60,
        Pane: VisitPane,
        initial: { start: "", minutes: 60 },
        values: (pane) => ({ visit: { start: pane.start || false, minutes: pane.minutes } }),
    })
    .add("lead", { label: _t("Lead"), key: "l", icon: "fa-star-o", sequence: 70 })
    .add("sold", { label: _t("Sold"), key: "s", icon: "fa-shopping-basket", sequence: 80 })
    .add("unmet", { label: _t("Could not help"), key: "h", icon: "fa-ban", sequence: 90 });
