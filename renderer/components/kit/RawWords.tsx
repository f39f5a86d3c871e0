/** What a machine said, in its own language: beneath a sentence that says what it means, for whoever mends it. */
export function RawWords({ from, text }: { from: string; text: string }) {
  return (
    <details>
      <summary>{from}</summary>
      <code>{text}</code>
    </details>
  );
}
