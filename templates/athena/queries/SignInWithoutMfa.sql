-- Sign-ins to the console in the last 30 days without a second factor. The
-- identity provider of a federated user asks for it itself: such a user, or
-- one of Identity Center, is left out.
SELECT eventtime,
       recipientaccountid,
       useridentity.type AS type,
       coalesce(useridentity.username, useridentity.arn) AS principal,
       sourceipaddress,
       useragent
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
  AND eventname = 'ConsoleLogin'
  AND useridentity.type IN ('Root', 'IAMUser')
  AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Success'
  AND coalesce(json_extract_scalar(additionaleventdata, '$.MFAUsed'), 'No') <> 'Yes'
ORDER BY eventtime DESC
