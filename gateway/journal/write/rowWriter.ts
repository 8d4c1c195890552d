import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { CurrentBirth } from '../file/births.ts';
import { eventChecksum, telemetryChecksum } from '../file/checksum.ts';
import type { TelemetryRow } from '../types.ts';
import { rankOf } from './eviction.ts';

/** Writes rows of both streams, in the caller's transaction. */
export class Rows {
  readonly #db: DatabaseSync;
  readonly #insertEvent: StatementSync;
  readonly #putTelemetry: StatementSync;
  readonly #boots = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insertEvent = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#putTelemetry = db.prepare('INSERT INTO telemetry VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /** Forgets numbers of boots that were not committed. */
  reload(): void {
    this.#boots.clear();
  }

  /** One event row. */
  insertEvent(seq: number, event: EventBody, birth: CurrentBirth, body: Uint8Array): void {
    const { boot, mono } = event.at;
    const ended = event.type === 'alarm' && event.to === 'A';
    this.#insertEvent.run(
      seq,
      this.boot(boot),
      mono,
      birth.id,
      rankOf(event),
      event.type === 'alarm' ? event.occurrence : null,
      ended ? 1 : 0,
      eventChecksum({ seq, boot, mono, birth: birth.hash, body }),
      body,
    );
  }

  /** A new telemetry row. */
  insertTelemetry(row: TelemetryRow, birthId: number): void {
    this.#putTelemetry.run(
      row.seq,
      this.boot(row.boot),
      birthId,
      row.parts,
      row.sealed ? 1 : 0,
      row.evidence,
      telemetryChecksum(row),
      row.body,
    );
  }

  /** Rewrites the open row: one part more, or sealed. */
  rewriteTelemetry(row: TelemetryRow): void {
    this.#db
      .prepare('UPDATE telemetry SET parts = ?, sealed = ?, crc = ?, body = ? WHERE seq = ?')
      .run(row.parts, row.sealed ? 1 : 0, telemetryChecksum(row), row.body, row.seq);
  }

  /** Marks the open row as ended without touching its body. */
  seal(row: TelemetryRow): void {
    this.#db
      .prepare('UPDATE telemetry SET sealed = 1, crc = ? WHERE seq = ?')
      .run(telemetryChecksum({ ...row, sealed: true }), row.seq);
  }

  /** The number of a boot, given to it now if it has none. */
  boot(name: string): number {
    const known = this.#boots.get(name);
    if (known !== undefined) return known;
    const row = this.#db
      .prepare(
        'INSERT INTO boot (name) VALUES (?) ON CONFLICT DO UPDATE SET name = excluded.name RETURNING id',
      )
      .get(name);
    const id = Number(row?.id);
    this.#boots.set(name, id);
    return id;
  }
}
