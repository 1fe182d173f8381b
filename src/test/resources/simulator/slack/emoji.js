'use strict';
/** The emoji that a bot like ours and its readers use; others stay as :name:. */
const SIGNS = { white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌', eyes: '👀', warning: '⚠️', hourglass_flowing_sand: '⏳', hourglass: '⌛',
  lock: '🔒', unlock: '🔓', '+1': '👍', thumbsup: '👍', '-1': '👎', rocket: '🚀', no_entry: '⛔', no_entry_sign: '🚫', octagonal_sign: '🛑',
  question: '❓', wastebasket: '🗑️', tada: '🎉', information_source: 'ℹ️', floppy_disk: '💾', link: '🔗', rotating_light: '🚨', memo: '📝',
  white_circle: '⚪', large_green_circle: '🟢', red_circle: '🔴', large_yellow_circle: '🟡', raised_hand: '✋', bulb: '💡', mag: '🔍', package: '📦' };

/** A reaction's sign, whatever the colour of the hand. */
const sign = name => SIGNS[name.split('::')[0]] || ':' + name + ':';
/** A text with every known :name: as its sign. */
const signs = text => text.replace(/:([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/g, (whole, name) => SIGNS[name] || whole);
