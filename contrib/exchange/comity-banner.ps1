# Exchange: shows the recipient a banner on mail that Comity has a finding for.
#
# To use: in the Exchange Management Shell, or after Connect-ExchangeOnline, run
# .\comity-banner.ps1 (-Mode Audit first shows in the message trace what it would
# do; -Remove takes the rules away). The relay with Comity must pass the mail on.
#
# A banner changes the message's body: signatures made before (S/MIME, DKIM) no
# longer fit it. Encrypted mail is left as it is (-ApplyHtmlDisclaimerFallback
# Action Ignore). Exchange cannot copy a header's text into a banner, so each
# finding has its own words here; keep only those that the council wants.
param(
    [ValidateSet('Enforce', 'Audit')]
    [string] $Mode = 'Enforce',
    [string] $Header = 'X-Council-Protocol-Flag',
    [switch] $Remove
)

$ErrorActionPreference = 'Stop'

$banners = [ordered] @{
    'copy-notice'           = 'Somebody who is not in To or Cc has a copy of this message.'
    'political-wording'     = 'Some wording in this message may read as party political.'
    'confidential-unmarked' = 'This message seems to hold confidential matter, though nothing says so. Do not pass it on.'
    'discourtesy'           = 'Some wording in this message may be felt to be discourteous.'
    'undue-pressure'        = 'Some wording in this message may be felt as pressure on an officer.'
}

foreach ($flag in $banners.Keys) {
    $name = "Comity: $flag"
    $present = Get-TransportRule | Where-Object { $_.Name -eq $name }

    if ($present) {
        Remove-TransportRule -Identity $name -Confirm:$false
    }
    if ($Remove) {
        continue
    }

    $html = '<div style="border-left:4px solid #b35900;background:#fff4e5;' +
        'color:#1a1a1a;padding:8px 12px;margin:0 0 12px 0;' +
        'font-family:Arial,sans-serif;font-size:14px" role="note">' +
        '<strong>Member/officer protocol:</strong> ' + $banners[$flag] +
        '</div>'

    $rule = @{
        Name                                = $name
        Comments                            = 'Made by comity-banner.ps1'
        Mode                                = $Mode
        HeaderMatchesMessageHeader          = $Header
        HeaderMatchesPatterns               = "^$flag;"
        ApplyHtmlDisclaimerLocation         = 'Prepend'
        ApplyHtmlDisclaimerText             = $html
        ApplyHtmlDisclaimerFallbackAction   = 'Ignore'
    }
    New-TransportRule @rule
}
