-- Sign-ins of root users in the last 30 days, failed ones too.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       sourceipaddress,
       useragent,
       json_extract_scalar(responseelements, '$.ConsoleLogin') AS result,
       json_extract_scalar(additionaleventdata, '$.MFAUsed') AS mfa
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
  AND eventname = 'ConsoleLogin'
  AND useridentity.type = 'Root'
ORDER BY eventtime DESC
