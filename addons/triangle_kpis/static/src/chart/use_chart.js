import { onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";

const FORWARD = ["ArrowRight", "ArrowDown"];
const BACKWARD = ["ArrowLeft", "ArrowUp"];
let drawn = 0;

/**
 * What every chart needs: its width on screen, an id for its words, and one stop of the Tab key for all of
 * its marks, with arrows, Home and End between them.
 *
 * @param {string} mark selector of what can be focused inside the element with t-ref="chart"
 */
export function useChart(mark) {
    const ref = useRef("chart");
    const state = useState({ width: 640, active: 0 });
    const id = `o_triangle_chart_${++drawn}`;
    const measure = () => {
        const width = Math.round(ref.el?.clientWidth || 0);
        if (width) {
            state.width = Math.max(width, 240);
        }
    };
    const watcher = new ResizeObserver(measure);
    onMounted(() => {
        measure();
        watcher.observe(ref.el);
    });
    onWillUnmount(() => watcher.disconnect());

    /** Moves the focus between marks; tells whether the key was one of those. */
    const move = (ev) => {
        const marks = [...ref.el.querySelectorAll(mark)];
        const at = marks.indexOf(ev.target.closest(mark));
        const next = target(ev.key, at, marks.length);
        if (next === null) {
            return false;
        }
        ev.preventDefault();
        state.active = next;
        marks[next].focus();
        return true;
    };
    return { state, id, move };
}

/** The mark a key leads to, or null for any other key. */
export function target(key, at, count) {
    if (FORWARD.includes(key)) {
        return Math.min(at + 1, count - 1);
    }
    if (BACKWARD.includes(key)) {
        return Math.max(at - 1, 0);
    }
    return key === "Home" ? 0 : key === "End" ? count - 1 : null;
}

/** Whether a key means "press". */
export function isPress(ev) {
    return ev.key === "Enter" || ev.key === " ";
}
