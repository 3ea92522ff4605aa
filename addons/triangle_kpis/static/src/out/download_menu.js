import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { user } from "@web/core/user";
import { toUrl } from "../page/filters";

/** The page as files: what is on it now, with the filters it has now. */
export class DownloadMenu extends Component {
    static template = "triangle_kpis.DownloadMenu";
    static components = { Dropdown, DropdownItem };
    static props = { filters: Object };

    setup() {
        this.state = useState({ analyst: false });
        onWillStart(async () => {
            this.state.analyst = await user.hasGroup("triangle_kpis.group_analyst");
        });
    }

    /** Its address: the filters of the page, and the companies switched on. */
    address(name) {
        const filters = Object.entries(toUrl(this.props.filters)).filter(([, value]) => value);
        const companies = user.activeCompanies.map(({ id }) => id).join(",");
        return `/triangle/export/${name}?${new URLSearchParams([...filters, ["companies", companies]])}`;
    }

    save(name) {
        browser.open(this.address(name), "_blank");
    }
}
