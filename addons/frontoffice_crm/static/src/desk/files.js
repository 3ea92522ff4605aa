import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { carriesFiles, droppedFiles, pastedFiles, readFile, tooLarge } from "./file_input";

/**
 * Pasted pictures, photos and dropped files; the server checks and keeps each at once, the log links them.
 * On an empty desk they ``begin`` something about nobody in particular.
 */
export function useFiles(model, state, begin) {
    const notification = useService("notification");
    const warn = (text) => notification.add(text, { type: "warning" });

    async function add(files) {
        if (files.length && !model.form.who) {
            begin();
        }
        for (const file of files) {
            const refused = tooLarge(file);
            if (refused) {
                warn(refused);
                continue;
            }
            let content;
            try {
                content = await readFile(file);
            } catch (error) {
                warn(error.message);
                continue;
            }
            const taken = await model.attempt(async () => {
                model.form.files.push(await model.call("attach", file.name || _t("Picture"), content));
            });
            if (!taken) {
                warn(model.error); // the next file must not wipe out what was said about this one
            }
        }
    }

    function take(ev, files) {
        if (files.length) {
            ev.preventDefault();
            add(files);
        }
    }

    return {
        async onChange(ev) {
            const files = [...ev.target.files];
            ev.target.value = "";
            await add(files);
        },
        onPaste: (ev) => take(ev, pastedFiles(ev)),
        onDragover(ev) {
            if (carriesFiles(ev)) {
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
            take(ev, droppedFiles(ev));
        },
        async drop(file) {
            model.form.files = model.form.files.filter((other) => other.id !== file.id);
            await model.silently("discard", file.id);
        },
    };
}
