/** Whether the server refused because of missing rights. */
export function isAccessError(error) {
    return Boolean(error.exceptionName?.endsWith("AccessError") || error.data?.name?.endsWith("AccessError"));
}

/** The sentence of an error for people. */
export function errorText(error) {
    return error.data?.message || error.message || String(error);
}
