/** A value that shows itself only when asked by name: in logs, JSON and errors it reads `<secret>`. */

export type Secret<T> = {
  readonly reveal: () => T
  readonly toString: () => string
  readonly toJSON: () => string
}

const shown = (): string => '<secret>'

/** Wraps a value. Every use of `reveal()` is looked at in review. */
export const secret = <T>(value: T): Secret<T> =>
  Object.freeze({
    reveal: () => value,
    toString: shown,
    toJSON: shown,
    [Symbol.for('nodejs.util.inspect.custom')]: shown,
  })
