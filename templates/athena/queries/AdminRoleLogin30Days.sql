-- Who took on a role in the last 30 days, by AssumeRole or in the console.
-- Parameter: a pattern of the role's name, such as '%Admin%'.
-- The account that calls and the account of the role both record AssumeRole;
-- the two records share an id and count as one.
WITH roles AS (
  SELECT eventtime,
         eventname,
         recipientaccountid,
         coalesce(
           useridentity.arn,
           useridentity.invokedby,
           useridentity.principalid,
           useridentity.onbehalfof.userid,
           useridentity.type
         ) AS principal,
         sourceipaddress,
         coalesce(
           json_extract_scalar(requestparameters, '$.roleArn'),
           json_extract_scalar(additionaleventdata, '$.SwitchTo'),
           -- The account of the role records a switch as the role itself.
           CASE
             WHEN json_extract_scalar(additionaleventdata, '$.SwitchFrom') IS NOT NULL
             THEN useridentity.arn
           END,
           -- A call that was denied may lack its parameters; its message names the role.
           regexp_extract(errormessage, 'on resource: (arn:\S+)', 1)
         ) AS role,
         errorcode,
         coalesce(sharedeventid, eventid) AS id
  FROM cloudtrail
  WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
    AND (
      (
        eventsource = 'sts.amazonaws.com'
        AND eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
      )
      OR (eventsource = 'signin.amazonaws.com' AND eventname = 'SwitchRole')
    )
)
SELECT max(eventtime) AS eventtime,
       eventname,
       role,
       max_by(principal, eventtime) AS principal,
       max_by(sourceipaddress, eventtime) AS sourceipaddress,
       max_by(recipientaccountid, eventtime) AS recipientaccountid,
       max_by(errorcode, eventtime) AS errorcode
FROM roles
WHERE role LIKE ?
GROUP BY id, eventname, role
ORDER BY 1 DESC
