/** How much of something is there, 0 to 1, beside words that say it. */
export function Meter({ share, tone }: { share: number; tone: string }) {
  return (
    <span className={`meter tone-${tone}`} aria-hidden="true">
      <span className="meter-part" style={{ inlineSize: `${Math.round(share * 100)}%` }} />
    </span>
  );
}
