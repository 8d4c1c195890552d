/**
 * A part that runs. Constructors do nothing; `start()` starts and is done when the part serves; `stop()` is awaited,
 * idempotent, and leaves nothing behind (no timer, no handle, no file half written).
 */
export interface Lifecycle {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Stops in reverse order. Every part gets its chance; the first failure is rethrown at the end. */
export async function stopAll(parts: readonly Lifecycle[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts.toReversed()) {
    try {
      await part.stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
