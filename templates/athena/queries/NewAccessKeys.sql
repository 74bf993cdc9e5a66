-- Access keys that were made in the last 30 days, for whom and by whom.
SELECT eventtime,
       recipientaccountid,
       coalesce(
         json_extract_scalar(responseelements, '$.accessKey.userName'),
         json_extract_scalar(requestparameters, '$.userName')
       ) AS username,
       json_extract_scalar(responseelements, '$.accessKey.accessKeyId') AS accesskeyid,
       coalesce(
         useridentity.arn,
         useridentity.invokedby,
         useridentity.principalid,
         useridentity.onbehalfof.userid,
         useridentity.type
       ) AS madeby,
       sourceipaddress
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
  AND eventsource = 'iam.amazonaws.com'
  AND eventname = 'CreateAccessKey'
  AND errorcode IS NULL
ORDER BY eventtime DESC
