import { Button } from './Button.tsx';

/** Offers bytes or text as a file of that name. */
export function DownloadButton({
  name,
  label,
  content,
}: {
  name: string;
  label: string;
  content: () => Uint8Array<ArrayBuffer> | string;
}) {
  function download(): void {
    const url = URL.createObjectURL(new Blob([content()], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The download has its own hold on the bytes by the next turn.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
  return (
    <Button icon="download" onClick={download}>
      {label}
    </Button>
  );
}
