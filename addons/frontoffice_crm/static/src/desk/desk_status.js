export const Status = Object.freeze({ LOADING: "loading", READY: "ready" });
