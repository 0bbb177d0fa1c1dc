// For Thunderbird's profile folder: its filter editor offers these fields.
user_pref("mailnews.customHeaders", "X-Council-Protocol: X-Council-Protocol-Respond-By");
