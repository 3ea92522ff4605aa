import { _t } from "@web/core/l10n/translation";

const MAX_BYTES = 10 * 1024 * 1024; // as the server, which would refuse it after a long way

/** What a file that is too large is told; empty for one that may come. */
export function tooLarge(file) {
    return file.size > MAX_BYTES ? _t("“%s” is larger than 10 MB.", file.name) : "";
}

/** The content of a file in base64. Throws a sentence for what cannot be read, such as a folder. */
export function readFile(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(new Error(_t("“%s” could not be read.", file.name)));
        reader.readAsDataURL(file);
    });
}

/** Files of a paste. Copied cells bring a picture of themselves along: in a text field their words are meant. */
export function pastedFiles(ev) {
    const data = ev.clipboardData;
    const typing = ev.target.matches?.("input, textarea, [contenteditable]");
    return typing && data?.types.includes("text/plain") ? [] : [...(data?.files || [])];
}

export function droppedFiles(ev) {
    return [...(ev.dataTransfer?.files || [])];
}

export function carriesFiles(ev) {
    return Boolean(ev.dataTransfer?.types.includes("Files"));
}
