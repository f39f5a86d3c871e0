import { useId } from 'react';

/** On or off at once. The whole line is the target. */
export function Switch({
  label,
  hint,
  isOn,
  onSwitch,
}: {
  label: string;
  hint?: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}) {
  const id = useId();
  return (
    <label className="switch" htmlFor={id}>
      <span className="switch-text">
        <span>{label}</span>
        {hint !== undefined && <small>{hint}</small>}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={(event) => onSwitch(event.target.checked)}
      />
    </label>
  );
}
