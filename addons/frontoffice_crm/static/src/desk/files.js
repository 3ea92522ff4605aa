import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

const MAX_BYTES = 10 * 1024 * 1024;

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/**
 * Pasted pictures, photos and dropped files; the server checks and keeps each at once, the log links them.
 * On an empty desk they ``begin`` something about nobody in particular.
 */
export function useFiles(model, state, begin) {
    const notification = useService("notification");

    async function add(files) {
        if (files.length && !model.form.who) {
            begin();
        }
        for (const file of files) {
            if (file.size > MAX_BYTES) {
                notification.add(_t("“%s” is larger than 10 MB.", file.name), { type: "warning" });
                continue;
            }
            const content = await read(file);
            await model.attempt(async () => {
                model.form.files.push(await model.call("attach", file.name || _t("Picture"), content));
            });
        }
    }

    return {
        async onChange(ev) {
            const files = [...ev.target.files];
            ev.target.value = "";
            await add(files);
        },
        onPaste(ev) {
            const files = [...(ev.clipboardData?.files || [])];
            if (files.length) {
                ev.preventDefault();
                add(files);
            }
        },
        onDragover(ev) {
            if (ev.dataTransfer?.types.includes("Files")) {
                ev.preventDefault();
                state.over = true;
            }
        },
        onDragleave(ev) {
            if (!ev.currentTarget.contains(ev.relatedTarget)) {
                state.over = false;
            }
        },
        onDrop(ev) {
            state.over = false;
            const files = [...(ev.dataTransfer?.files || [])];
            if (files.length) {
                ev.preventDefault();
                add(files);
            }
        },
        async drop(file) {
            model.form.files = model.form.files.filter((other) => other.id !== file.id);
            await model.silently("discard", file.id);
        },
    };
}
