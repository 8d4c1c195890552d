/** A line somebody fills in, under its name. `lines`: of a larger one. */
export function Field(props: {
  id: string;
  name: string;
  value: string;
  set: (value: string) => void;
  digits?: boolean;
  lines?: number;
}) {
  const { id, name, value, set, digits = false, lines } = props;
  const own = { id, value, autocomplete: 'off', spellcheck: false };
  return (
    <>
      <label for={id}>{name}</label>
      {lines === undefined ? (
        <input
          {...own}
          type="text"
          inputMode={digits ? 'numeric' : 'text'}
          maxLength={300}
          onInput={(event: InputEvent) => set((event.currentTarget as HTMLInputElement).value)}
        />
      ) : (
        <textarea
          {...own}
          rows={lines}
          onInput={(event: InputEvent) => set((event.currentTarget as HTMLTextAreaElement).value)}
        />
      )}
    </>
  );
}
