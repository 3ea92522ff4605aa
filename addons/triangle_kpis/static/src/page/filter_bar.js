import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { comparisons, dimensions, presets, shift } from "./filters";

const MOST = 40;

/** One of "All teams", "All channels" …: a list to choose a record from, searched on the server. */
export class DimensionFilter extends Component {
    static template = "triangle_kpis.DimensionFilter";
    static components = { Dropdown, DropdownItem };
    static props = { dimension: Object, value: { type: [Number, { value: null }] }, onSelect: Function };

    setup() {
        this.orm = useService("orm");
        this.names = useService("name");
        this.state = useState({ name: "", choices: [], searchable: false });
        this.search = useDebounced((text) => this.load(text), 250);
        onWillStart(() => this.loadName(this.props.value));
        onWillUpdateProps(({ value }) => (value === this.props.value ? null : this.loadName(value)));
    }

    async loadName(id) {
        const { model } = this.props.dimension;
        const name = id ? (await this.names.loadDisplayNames(model, [id]))[id] : "";
        this.state.name = typeof name === "string" ? name : _t("Not found");
    }

    async load(text = "") {
        const { model, domain } = this.props.dimension;
        const found = await this.orm.call(model, "name_search", [], { name: text, domain, limit: MOST });
        this.state.choices = found.map(([id, label]) => ({ id, label }));
        this.state.searchable ||= found.length > 8;
    }
}

/** Period, comparison and dimensions. Knows nothing of the page: tells what was chosen. */
export class FilterBar extends Component {
    static template = "triangle_kpis.FilterBar";
    static components = { Dropdown, DropdownItem, DimensionFilter };
    static props = {
        filters: Object,
        period: { type: [Object, { value: null }] },
        onChange: Function,
        dimensions: { type: Boolean, optional: true },
    };
    static defaultProps = { dimensions: true };

    setup() {
        this.presets = presets();
        this.comparisons = comparisons();
        this.dimensions = [];
        this.periodMenu = useDropdownState();
        this.custom = useState({ from: "", to: "", known: "" });
        onWillStart(async () => {
            const all = this.props.dimensions ? dimensions() : [];
            const allowed = await Promise.all(all.map(({ model }) => user.checkAccessRight(model, "read").catch(() => false)));
            this.dimensions = all.filter((_dimension, index) => allowed[index]);
        });
    }

    get periodLabel() {
        return this.props.period?.label || _t("Period");
    }

    get compareLabel() {
        return this.comparisons.find(({ id }) => id === this.props.filters.compare)?.label;
    }

    get canGoOn() {
        return this.props.period && this.props.period.to < luxon.DateTime.local().toISODate();
    }

    choosePreset(preset) {
        this.props.onChange({ preset, date_from: null, date_to: null });
    }

    move(direction) {
        this.props.onChange(shift(this.props.period, direction));
    }

    prepareCustom() {
        const { period, filters } = this.props;
        Object.assign(this.custom, { from: period?.from || "", to: period?.to || "", known: filters.as_of || this.yesterday });
    }

    get yesterday() {
        return luxon.DateTime.local().minus({ days: 1 }).toISODate();
    }

    /** The same period as it was known at the end of an earlier day. */
    applyKnown() {
        if (this.custom.known && this.custom.known <= this.yesterday) {
            this.periodMenu.close();
            this.props.onChange({ as_of: this.custom.known });
        }
    }

    applyCustom() {
        const { from, to } = this.custom;
        if (from && to && from <= to) {
            this.periodMenu.close();
            this.props.onChange({ preset: null, date_from: from, date_to: to });
        }
    }
}
