/** Moves the focus among the fields of the desk, which carry ``data-desk``. */
export function useDeskFocus(root) {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const fields = () => [...(root.el?.querySelectorAll("[data-desk]") || [])].filter((el) => el.offsetParent && !el.disabled);

    async function go(name) {
        await frame(); // let the values of fields already there settle
        for (let tries = 0; tries < 30; tries++) {
            await frame(); // the field may be drawn only now
            const el = fields().find((field) => field.dataset.desk === name);
            if (el) {
                el.focus();
                el.scrollIntoView({ block: "nearest" });
                return;
            }
        }
    }

    function next(el) {
        const all = fields();
        const at = all.findIndex((field) => field === el);
        if (at >= 0 && all[at + 1]) {
            all[at + 1].focus();
        }
    }

    /** To the field after the one of this name, once it is drawn. */
    async function after(name) {
        await frame();
        await frame();
        const el = fields().find((field) => field.dataset.desk === name);
        next(el);
    }

    /** On from the field that has the focus, once what it brought is drawn. */
    const onward = () => after(document.activeElement?.dataset.desk);

    return { go, next, after, onward };
}
