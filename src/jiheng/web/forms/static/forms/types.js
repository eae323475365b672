// What the editor's modules say to each other and hear from the server; only types, never loaded.

/**
 * A cell as it is to be written. `own` is the reason of a score that the officer sets; null takes it back.
 * @typedef {{ place: string, after: string, before?: string, base?: number, own?: string | null }} Change
 *
 * A change that waits for the server: what stood there, at which version.
 * @typedef {{ before: string, after: string, base: number, own?: string | null, at?: number }} Draft
 *
 * A value that the server did not take, and why.
 * @typedef {{ message: string, text: string }} Refusal
 *
 * What the rules say of a score.
 * @typedef {{ verdict: string, score: string | null, low: string | null, high: string | null, own: string | null,
 *   why: string, choices: [string, string][] }} Score
 *
 * @typedef {{ place: string, code: string, severity: "error" | "warning" | "notice", message: string, advice: string,
 *   rule: string, expected?: string, places: string[] }} Finding
 *
 * A cell that somebody else has changed.
 * @typedef {{ place: string, before: string, text: string, by: string }} Other
 *
 * The form as the page knows it; `cells` by place, `indicators` the places of each row's cells by field.
 * @typedef {{ person: number, form: number, version: number, editable: boolean, approved_lock: string, secret: boolean, free_rows: boolean,
 *   cells: Record<string, string>, indicators: Record<string, string>[], scores: Record<string, Score>, findings: Finding[], saved_at: string }} State
 *
 * What the server answers to a save.
 * @typedef {{ cells?: Record<string, string>, others?: Other[], lapsed?: string[], rows?: boolean, version: number,
 *   conflict: number | null, sums: string, found: string, saved_at: string }} Answer
 *
 * The order of the rows: a number is a row that stays, an object the cells of a new one.
 * @typedef {(number | Record<string, string>)[]} Order
 *
 * A part of a step of undoing: a cell, or (`rows`) an order of the rows.
 * @typedef {{ rows?: false, place: string, before: string, after: string, own?: string | null,
 *   ownBefore?: string | null }} CellStep
 * @typedef {{ rows: true, order: Order, back?: Order, own: Record<string, string> }} RowStep
 * @typedef {(CellStep | RowStep)[]} Step
 */

export {};
