import { buttonFor } from "./format";

const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: -1e6, End: 1e6, PageDown: 8, PageUp: -8 };

/** What a key does while the list of a screen has the focus, and only then. */
export function pressed(screen, ev) {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.target !== ev.currentTarget) {
        return;
    }
    const key = ev.key.length === 1 ? ev.key.toLowerCase() : ev.key;
    if (move(screen, key) || go(screen, key) || step(screen, key)) {
        ev.preventDefault();
        ev.stopPropagation();
    }
}

function move(screen, key) {
    if (STEPS[key]) {
        screen.state.form = null;
        screen.data.move(STEPS[key]);
        screen.loadSelected();
    }
    return Boolean(STEPS[key]);
}

function go(screen, key) {
    const { data } = screen;
    const act = {
        Enter: () => screen.enter(),
        "/": () => screen.search.el?.focus(),
        "?": () => screen.onHelp(),
        u: () => screen.undo?.(),
        x: () => data.selectedId && data.choose(data.selectedId),
        Escape: data.chosenRows.length ? () => data.chooseNone() : undefined,
    }[key];
    act?.();
    return Boolean(act);
}

function step(screen, key) {
    const { item, selectedId } = screen.data;
    const button = item?.id === selectedId && buttonFor(key, item.buttons);
    if (button && !screen.state.busy) {
        screen.state.open = true;
        screen.onStep(button);
    }
    return Boolean(button);
}
