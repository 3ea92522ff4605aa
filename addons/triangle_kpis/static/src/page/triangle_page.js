import { Component, onMounted, onWillStart, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { DashboardLoader, Status } from "./dashboard_loader";
import { errorText } from "./errors";
import { FilterBar } from "./filter_bar";
import { fromUrl, toServer, toUrl } from "./filters";
import { HelpDialog } from "./help_dialog";
import { useLiveHint } from "./live_hint";
import { usePageKeys } from "./page_keys";
import { Partition } from "./partition";
import { StartPanel } from "./start_panel";
import "./tiles";
import { TriangleFigure } from "./triangle_figure";

const { DateTime } = luxon;
/** The result first, then what it comes from: the order of the rows and of keys 1, 2, 3. */
const ORDER = ["interactive", "internal", "external"];

/** The Service Triangle: one question to the server, one screen, every number opens its records. */
export class TrianglePage extends Component {
    static template = "triangle_kpis.TrianglePage";
    static components = { FilterBar, Partition, StartPanel, TriangleFigure };
    static props = { ...standardActionServiceProps };
    static path = "triangle";
    static displayName = _t("Service Triangle");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.Status = Status;
        this.loader = useState(new DashboardLoader((filters) => this.orm.call("triangle.dashboard", "get_page", [filters])));
        this.state = useState({
            filters: this.props.state?.filters || fromUrl(router.current),
            selected: this.props.state?.selected || null,
            sure: Boolean(this.props.state?.sure),
            sample: null,
        });
        this.live = useLiveHint("triangle/changed");
        this.keys = usePageKeys(this.root, {
            side: (index) => this.toggleSide(ORDER[index]),
            enter: () => this.openSelected(),
            back: () => this.goBack(),
            sure: () => this.toggleSure(),
            screen: () => this.toggleScreen(),
            help: () => this.showHelp(),
        });
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({ filters: { ...this.state.filters }, selected: this.state.selected, sure: this.state.sure }),
        });
        onWillStart(() => Promise.all([this.load(), this.loadSample()]));
        onMounted(() => {
            this.root.el.focus({ preventScroll: true });
            this.props.updateActionState?.(toUrl(this.state.filters));
        });
    }

    // -- reading -----------------------------------------------------------------------------------

    async load() {
        this.live.seen();
        await this.loader.load(toServer(this.state.filters));
    }

    /** Counts what changed since the last run, then reads the page again. */
    async refresh() {
        try {
            await this.orm.call("triangle.dashboard", "refresh", []);
        } catch (error) {
            this.notification.add(errorText(error), { type: "warning" });
        }
        await this.load();
    }

    /** What there is of the sample company; silent for those who may not know. */
    async loadSample() {
        try {
            this.state.sample = await this.orm.silent.call("frontoffice.sample", "status", []);
        } catch {
            this.state.sample = null;
        }
    }

    change(part) {
        Object.assign(this.state.filters, part);
        this.props.updateActionState?.(toUrl(this.state.filters));
        return this.load();
    }

    // -- what is drawn -----------------------------------------------------------------------------

    get page() {
        return this.loader.page;
    }

    get isSample() {
        return Boolean(this.state.sample?.loaded && this.state.sample.company_id === user.activeCompany?.id);
    }

    get companyName() {
        return user.activeCompany?.name || "";
    }

    get rows() {
        return ORDER.map((name, index) => {
            const side = this.page.sides[name];
            const tile = this.page.tiles.find(({ code }) => code === side.kpi);
            return { name, side, tile, shortcut: index + 1, ladder: name === "interactive" ? this.page.ladder : [] };
        }).filter(({ tile }) => tile);
    }

    /** Figures beside the three leading ones; what has no data is not drawn. */
    get others() {
        const leading = new Set(Object.values(this.page.sides).map(({ kpi }) => kpi));
        return this.page.tiles.filter(({ code, status }) => !leading.has(code) && status !== "no_data");
    }

    tileComponent(kind) {
        return registry.category("triangle_kpis.tiles").get(kind || "number");
    }

    get startsText() {
        const n = this.page.starts.length;
        return n === 1 ? _t("1 figure starts when there is something to count") : _t("%s figures start when there is something to count", n);
    }

    get asOf() {
        if (!this.page?.as_of) {
            return "";
        }
        const at = deserializeDateTime(this.page.as_of);
        const today = at.hasSame(DateTime.local(), "day");
        return _t("as of %s", at.toLocaleString(today ? DateTime.TIME_SIMPLE : DateTime.DATETIME_MED));
    }

    get showLabel() {
        return this.page.sentence.drill?.label || _t("Show them");
    }

    // -- acting ------------------------------------------------------------------------------------

    /** Opens the records behind a number: {kpi, part, filters?}. */
    async open(drill) {
        if (!drill) {
            return;
        }
        const filters = { ...this.page.filters, ...drill.filters };
        try {
            const action = await this.orm.call("triangle.dashboard", "drill", [drill.kpi, filters, drill.part || null]);
            this.tellHidden(action);
            await this.action.doAction(action);
        } catch (error) {
            this.notification.add(errorText(error), { type: "warning" });
        }
    }

    tellHidden({ total, visible }) {
        if (visible < total) {
            this.notification.add(_t("You may see %(visible)s of these %(total)s records.", { visible, total }), { type: "info" });
        }
    }

    act(item) {
        return item.drill ? this.open(item.drill) : this.action.doAction(item.action);
    }

    toggleSide(name) {
        this.state.selected = this.state.selected === name ? null : name;
    }

    toggleSure() {
        this.state.sure = !this.state.sure;
    }

    openSelected() {
        const row = this.page && this.rows.find(({ name }) => name === this.state.selected);
        return row && this.open(row.tile.drill);
    }

    goBack() {
        if (this.state.selected) {
            this.state.selected = null;
            return;
        }
        const trail = this.env.config.breadcrumbs || [];
        if (trail.length > 1) {
            this.action.restore(trail.at(-2).jsId);
        }
    }

    toggleScreen() {
        const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
        return done?.catch(() => {});
    }

    showHelp() {
        this.dialog.add(HelpDialog, {}, { onClose: () => this.root.el?.focus({ preventScroll: true }) });
    }

    print() {
        window.print();
    }

    async share() {
        await browser.navigator.clipboard.writeText(browser.location.href);
        this.notification.add(_t("The address of this page is copied."), { type: "success" });
    }
}

registry.category("actions").add("triangle_kpis.page", TrianglePage);
