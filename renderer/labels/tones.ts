/** What a state means for the one who looks; colours follow it, and never say it alone. */
export type Tone = 'neutral' | 'good' | 'waiting' | 'warning' | 'bad';
