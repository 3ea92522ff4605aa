import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DashboardLoader, Status } from "./dashboard_loader";
import { errorText } from "./errors";
import { fromUrl, toServer, toUrl } from "./filters";
import { HelpDialog } from "./help_dialog";
import { useLiveHint } from "./live_hint";
import { usePageKeys } from "./page_keys";

const { DateTime } = luxon;
export const FIGURE = "triangle_kpis.action_figure";
export const PAGE = "triangle_kpis.action_page";

/**
 * What the pages of the Service Triangle share: one question to the server, filters in the address, every
 * number opens its records, refresh, share, print, full screen and keys.
 *
 * A page says what it asks (`read`), what is worth remembering beside the filters (`initialState`, the same
 * keys go into its local state), what of it belongs into the address (`address`) and its keys (`keys`).
 */
export class Screen extends Component {
    static drillMethod = "drill";
    static props = { ...standardActionServiceProps, kpi: { type: String, optional: true }, filters: { type: Object, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.Status = Status;
        const kept = this.props.state || {};
        const filters = kept.filters || this.props.filters || fromUrl(router.current);
        this.state = useState({ filters: { ...fromUrl({}), ...filters }, ...this.initialState(kept, router.current) });
        this.loader = useState(new DashboardLoader((asked) => this.read(asked)));
        this.live = useLiveHint("triangle/changed");
        usePageKeys(this.root, () => this.keys());
        useSetupAction({ rootRef: this.root, getLocalState: () => this.localState() });
        onWillStart(() => this.start());
        onMounted(() => {
            this.root.el.focus({ preventScroll: true });
            this.tellAddress();
        });
    }

    // -- what a page says of itself ------------------------------------------------------------------

    /** The one question to the server. */
    read() {
        throw new Error("not said");
    }
    initialState() {
        return {};
    }
    address() {
        return {};
    }
    /** {key: act}; "Enter" acts only where no button has the focus. */
    keys() {
        return { b: () => this.goBack(), f: () => this.toggleScreen(), "?": () => this.showHelp() };
    }
    /** Lines of the list of keys: [{key, does}]. */
    helpKeys() {
        return [
            { key: "B", does: _t("Back") },
            { key: "F", does: _t("Full screen") },
            { key: "?", does: _t("This list") },
        ];
    }

    // -- reading -------------------------------------------------------------------------------------

    start() {
        return this.load();
    }

    async load() {
        this.live.seen();
        await this.loader.load(toServer(this.state.filters));
    }

    /** Counts what changed since the last run, then reads the page again. */
    async refresh() {
        await this.attempt(() => this.orm.call("triangle.dashboard", "refresh", []));
        await this.load();
    }

    change(part) {
        Object.assign(this.state.filters, part);
        this.tellAddress();
        return this.load();
    }

    localState() {
        return { ...this.state, filters: { ...this.state.filters } };
    }

    tellAddress() {
        this.props.updateActionState?.({ ...toUrl(this.state.filters), ...this.address() });
    }

    get page() {
        return this.loader.page;
    }

    get companyName() {
        return user.activeCompany?.name || "";
    }

    get asOf() {
        if (!this.page?.as_of) {
            return "";
        }
        const at = deserializeDateTime(this.page.as_of);
        const today = at.hasSame(DateTime.local(), "day");
        return _t("as of %s", at.toLocaleString(today ? DateTime.TIME_SIMPLE : DateTime.DATETIME_MED));
    }

    // -- acting --------------------------------------------------------------------------------------

    /** Does something the server may refuse; says why in its words. */
    async attempt(act) {
        try {
            return await act();
        } catch (error) {
            this.notification.add(errorText(error), { type: "warning" });
        }
    }

    /** Opens the records behind a number: {kpi, part, filters?}. */
    async open(drill) {
        if (!drill) {
            return;
        }
        const filters = { ...this.page.filters, ...drill.filters };
        await this.attempt(async () => {
            const action = await this.orm.call("triangle.dashboard", this.constructor.drillMethod, [drill.kpi, filters, drill.part || null]);
            this.tellHidden(action);
            await this.action.doAction(action);
        });
    }

    tellHidden({ total, visible }) {
        if (visible !== null && visible < total) {
            this.notification.add(_t("You may see %(visible)s of these %(total)s records.", { visible, total }), { type: "info" });
        }
    }

    /** Opens the page of a figure, with the filters of this page or some of its own. */
    openFigure(kpi, filters = {}) {
        return this.action.doAction(FIGURE, { props: { kpi, filters: { ...this.state.filters, ...filters } } });
    }

    goBack() {
        const trail = this.env.config?.breadcrumbs || [];
        if (trail.length > 1) {
            this.action.restore(trail.at(-2).jsId);
            return true;
        }
        return false;
    }

    toggleScreen() {
        const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
        return done?.catch(() => {});
    }

    showHelp() {
        const focus = () => this.root.el?.focus({ preventScroll: true });
        this.dialog.add(HelpDialog, { keys: this.helpKeys() }, { onClose: focus });
    }

    print() {
        window.print();
    }

    async share() {
        await this.attempt(() => browser.navigator.clipboard.writeText(browser.location.href));
        this.notification.add(_t("The address of this page is copied."), { type: "success" });
    }
}
