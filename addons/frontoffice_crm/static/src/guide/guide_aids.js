import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const LOOKS = { true: "text-bg-success", risk: "text-bg-warning", untrue: "text-bg-danger" };

/** What helps beside the steps of a call guide: material to open, and what may be promised. */
export class GuideAids extends Component {
    static template = "frontoffice_crm.GuideAids";
    static props = {
        material: { type: Array, optional: true }, // {id, name, url, opened}
        claims: { type: Array, optional: true }, // {id, name, status, word, kept, of}
    };
    static defaultProps = { material: [], claims: [] };

    opened(asset) {
        return _t("Opened: %s", asset.opened);
    }

    look(claim) {
        return LOOKS[claim.status] || "text-bg-secondary";
    }

    warning(claim) {
        return _t("Do not promise this: kept %(kept)s of %(of)s times.", { kept: claim.kept, of: claim.of });
    }
}

/** The same on the form of a call guide in use. */
export class GuideAidsField extends Component {
    static template = "frontoffice_crm.GuideAidsField";
    static components = { GuideAids };
    static props = { ...standardFieldProps };

    get aids() {
        return this.props.record.data[this.props.name] || {};
    }
}

registry.category("fields").add("frontoffice_guide_aids", {
    component: GuideAidsField,
    displayName: _t("Call guide"),
    supportedTypes: ["json"],
});
