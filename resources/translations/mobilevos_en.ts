<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
  <context>
    <name>MobileVOS Studio</name>
    <message numerus="yes">
      <source>%n frames</source>
      <translation>
        <numerusform>%n frame</numerusform>
        <numerusform>%n frames</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n frames computed before your correction.</source>
      <translation>
        <numerusform>%n frame computed before your correction.</numerusform>
        <numerusform>%n frames computed before your correction.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n frames still to be masked.</source>
      <translation>
        <numerusform>%n frame still to be masked.</numerusform>
        <numerusform>%n frames still to be masked.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n frames have no mask, so nothing is removed there.</source>
      <translation>
        <numerusform>%n frame has no mask, so nothing is removed there.</numerusform>
        <numerusform>%n frames have no mask, so nothing is removed there.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Whole clip: %n frames</source>
      <translation>
        <numerusform>Whole clip: %n frame</numerusform>
        <numerusform>Whole clip: %n frames</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n days ago</source>
      <translation>
        <numerusform>%n day ago</numerusform>
        <numerusform>%n days ago</numerusform>
      </translation>
    </message>
  </context>
</TS>
